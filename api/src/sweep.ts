import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RollupService } from './analytics/rollup.service.js';
import { Database } from './db/database.js';
import { EmailsService } from './emails/emails.service.js';
import { IngestService } from './ingest/ingest.service.js';
import { MailboxesService } from './mailboxes/mailboxes.service.js';
import { QueueService } from './queue/queue.service.js';

const RING_EVERY_MS = 2_000;
const TIDY_EVERY_MS = 10 * 60_000;

/**
 * Finds what no nudge reached (a queue that was flushed, a process that died between commit and nudge) and rings
 * again. A timer of the worker's own: one kept in the queue would be lost with it.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('sweep');
  private readonly end = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly queue: QueueService,
    private readonly emails: EmailsService,
    private readonly ingest: IngestService,
    private readonly mailboxes: MailboxesService,
    private readonly rollup: RollupService,
  ) {}

  /** Two rounds, so that a provider which keeps us waiting for a watch holds up no send. */
  onApplicationBootstrap(): void {
    void this.repeat(() => this.ring(), RING_EVERY_MS);
    void this.repeat(() => this.keepHouse(), TIDY_EVERY_MS);
  }

  onApplicationShutdown(): void {
    this.end.abort();
  }

  private async repeat(round: () => Promise<void>, everyMs: number): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      const isDone = await round().then(
        () => true,
        (error: unknown) => this.logger.warn(`a round failed and comes again: ${String(error)}`),
      );
      await sleep(isDone ? everyMs : RING_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async ring() {
    for (const send of await this.emails.dueSends()) this.queue.nudge('send', send, { once: send.emailId });
    for (const mailbox of await this.ingest.waiting()) this.queue.nudge('ingest', mailbox, { once: mailbox.mailboxId });
    for (const organisationId of await this.rollup.uncounted())
      this.queue.nudge('rollup', { organisationId }, { once: organisationId });
  }

  private async keepHouse() {
    await this.database.system.query('select ensure_event_partitions()');
    await this.database.system.query(`delete from sign_in_codes where expires_at < now() - interval '1 day'`);
    await this.database.system.query(`delete from sessions where expires_at < now() - interval '1 day'`);
    for (const { organisationId, mailboxId } of await this.mailboxes.watchesDue())
      await this.mailboxes.watch(organisationId, mailboxId).catch((error: unknown) => {
        this.logger.warn(`watch of ${mailboxId} was not renewed: ${String(error)}`);
      });
  }
}
