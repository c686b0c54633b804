import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { type JobName, jobNames, type Payload } from './jobs.js';
import { StoreTrouble } from './store-trouble.js';

export interface NudgeOptions {
  /** Ring no earlier than this. */
  delayMs?: number;
  /** Rings with the same word within two seconds are one: for the sweep, which rings for whatever is still waiting. */
  once?: string;
}

/**
 * The doorbell. Ring after the transaction committed, and never wait for it: a nudge that is lost costs a few
 * seconds until the sweep, never a mail.
 */
@Injectable()
export class QueueService implements OnApplicationBootstrap {
  private readonly logger = new Logger('queue');

  constructor(private readonly modules: ModuleRef) {}

  onApplicationBootstrap(): void {
    const trouble = new StoreTrouble();
    for (const name of jobNames) this.queue(name).on('error', (error) => trouble.tell(error));
  }

  nudge<Name extends JobName>(name: Name, payload: Payload<Name>, { delayMs, once }: NudgeOptions = {}): void {
    const ring = this.queue(name).add(name, payload, {
      removeOnComplete: true,
      removeOnFail: true,
      // Whole milliseconds: the PostgreSQL backend never rings for a fraction.
      ...(delayMs !== undefined && { delay: Math.ceil(delayMs) }),
      ...(once !== undefined && { deduplication: { id: `${name}-${once}`, ttl: 2_000 } }),
    });
    ring.catch((error: unknown) =>
      this.logger.warn(`nudge ${name} was lost, the sweep will find the row: ${String(error)}`),
    );
  }

  /** Resolves when the queue's store answers. @throws when it does not. */
  async ping(): Promise<void> {
    await this.queue('rollup').getJobCounts('waiting');
  }

  private queue(name: JobName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}
