import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { jobs } from '../queue/jobs.js';
import { SendService } from './send.service.js';

/** Answers the doorbell. How often it rings, and for whom, makes no difference. */
@Processor('send', { concurrency: 8 })
export class SendProcessor extends WorkerHost {
  private readonly logger = new Logger('send');

  constructor(private readonly sends: SendService) {
    super();
  }

  override async process(job: Job): Promise<void> {
    await this.sends.advance(jobs.send.parse(job.data));
  }

  /** The row is as it was, and the sweep rings again when the lease is over. */
  @OnWorkerEvent('failed')
  failed(_: Job | undefined, error: Error): void {
    this.logger.error(error.stack ?? error.message);
  }
}
