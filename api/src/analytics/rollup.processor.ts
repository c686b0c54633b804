import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { jobs } from '../queue/jobs.js';
import { LookWorker } from '../queue/look-worker.js';
import { RollupService } from './rollup.service.js';

@Processor('rollup')
export class RollupProcessor extends LookWorker {
  constructor(private readonly rollup: RollupService) {
    super();
  }

  async process(job: Job): Promise<void> {
    await this.rollup.count(jobs.rollup.parse(job.data).organisationId);
  }
}
