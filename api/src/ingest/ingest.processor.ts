import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { jobs } from '../queue/jobs.js';
import { LookWorker } from '../queue/look-worker.js';
import { IngestService } from './ingest.service.js';

/** A few at once, since most of a look is waiting for the provider. Each takes two connections of the pool. */
@Processor('ingest', { concurrency: 4 })
export class IngestProcessor extends LookWorker {
  constructor(private readonly ingest: IngestService) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { organisationId, mailboxId } = jobs.ingest.parse(job.data);
    await this.ingest.look(organisationId, mailboxId);
  }
}
