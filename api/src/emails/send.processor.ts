import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { jobs } from '../queue/jobs.js';
import { LookWorker } from '../queue/look-worker.js';
import { SendService } from './send.service.js';

@Processor('send', { concurrency: 8 })
export class SendProcessor extends LookWorker {
  constructor(private readonly sends: SendService) {
    super();
  }

  async process(job: Job): Promise<void> {
    await this.sends.advance(jobs.send.parse(job.data));
  }
}
