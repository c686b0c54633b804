import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RollupService } from './analytics/rollup.service.js';
import { Database } from './db/database.js';
import { EmailsService } from './emails/emails.service.js';
import { IngestService } from './ingest/ingest.service.js';
import { MailboxesService } from './mailboxes/mailboxes.service.js';
import { QueueService } from './queue/queue.service.js';

const EVERY_MS = 2_000;
const HOUSEKEEPING_MS = 10 * 60_000;

/**
 * Finds what no nudge reached (a queue that was flushed, a process that died between commit and nudge) and rings
 * again. A timer of the worker's own: one kept in the queue would be lost with it.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('sweep');
  private timer: NodeJS.Timeout | undefined;
  private housekeptAt = 0;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly queue: QueueService,
    private readonly emails: EmailsService,
    private readonly ingest: IngestService,
    private readonly mailboxes: MailboxesService,
    private readonly rollup: RollupService,
  ) {}

  onApplicationBootstrap(): void {
    void this.round();
  }

  onApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async round(): Promise<void> {
    try {
      await this.ring();
      if (Date.now() - this.housekeptAt > HOUSEKEEPING_MS) await this.keepHouse();
    } catch (error) {
      this.logger.warn(`a round failed and comes again: ${String(error)}`);
    }
    if (!this.isStopped) this.timer = setTimeout(() => void this.round(), EVERY_MS);
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
    this.housekeptAt = Date.now();
  }
}
