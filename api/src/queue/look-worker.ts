import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { StoreTrouble } from './store-trouble.js';

/** Answers the doorbell of one kind of job. How often it rings, and for whom, makes no difference. */
export abstract class LookWorker extends WorkerHost {
  private readonly logger = new Logger(this.constructor.name);
  private readonly trouble = new StoreTrouble();

  /** The row is as it was, and the sweep rings again. */
  @OnWorkerEvent('failed')
  failed(_: Job | undefined, error: Error): void {
    this.logger.error(error.stack ?? error.message);
  }

  @OnWorkerEvent('error')
  troubled(error: Error): void {
    this.trouble.tell(error);
  }
}
