import { Injectable, Logger } from '@nestjs/common';
import type { MailboxId, OrganisationId } from '#shared/ids.js';
import { ChangesService } from '../changes/changes.service.js';
import { Database, type Sql } from '../db/database.js';
import { EmailsService } from '../emails/emails.service.js';
import { EventsService } from '../events/events.service.js';
import { MailboxesService } from '../mailboxes/mailboxes.service.js';
import type { MailboxPage, NewMessage, Provider } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { QueueService } from '../queue/queue.service.js';
import type { Finding } from './findings.js';
import { type Push, PushInbox } from './push-inbox.js';
import { Recogniser } from './recogniser.js';
import { Trail } from './trail.js';

const BUSY_ELSEWHERE_MS = 250;
const UNCLEAR_REST_MS = 5_000;
const SENDING_REST_MS = 2_000;

interface MailboxRow {
  id: MailboxId;
  organisationId: OrganisationId;
  address: string;
  cursor: string | null;
  health: 'ok' | 'signedOut';
  isWatched: boolean;
}

/** Turns what a mailbox says changed into events. One look at a time for each mailbox, in whatever process. */
@Injectable()
export class IngestService {
  private readonly logger = new Logger('ingest');
  private readonly trails = new Map<MailboxId, Trail>();

  constructor(
    private readonly database: Database,
    private readonly queue: QueueService,
    private readonly pushes: PushInbox,
    private readonly mailboxes: MailboxesService,
    private readonly emails: EmailsService,
    private readonly events: EventsService,
    private readonly changes: ChangesService,
    private readonly recogniser: Recogniser,
  ) {}

  /** Mailboxes somebody should look into: pushes nobody handled, and those that were silent for long. For the sweep. */
  waiting(): Promise<{ organisationId: OrganisationId; mailboxId: MailboxId }[]> {
    return this.pushes.waiting();
  }

  /**
   * Reads what is new in one mailbox, and asks to be called again where that may not be all.
   * The lock lives as long as a transaction of its own, which holds no row that anyone else could wait for.
   */
  async look(organisationId: OrganisationId, mailboxId: MailboxId): Promise<void> {
    const trail = this.trails.get(mailboxId) ?? new Trail();
    this.trails.set(mailboxId, trail);
    if (trail.isResting(performance.now())) return;
    const againInMs = await this.database.of(organisationId).transaction(async (sql) => {
      const [lock] = await sql.query<{ taken: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('ingest ' || $1, 0)) as taken`,
        [mailboxId],
      );
      return lock?.taken ? this.lookLocked(organisationId, mailboxId, trail) : BUSY_ELSEWHERE_MS;
    });
    if (againInMs !== undefined) this.queue.nudge('ingest', { organisationId, mailboxId }, { delayMs: againInMs });
  }

  private async lookLocked(
    organisationId: OrganisationId,
    mailboxId: MailboxId,
    trail: Trail,
  ): Promise<number | undefined> {
    const mailbox = await this.mailbox(organisationId, mailboxId);
    if (mailbox?.health !== 'ok') return undefined;
    // Before reading: what comes in between is read, and what comes afterwards is told.
    if (!mailbox.isWatched) await this.watch(mailbox);
    const pushes = await this.pushes.unhandled(organisationId, mailboxId);
    if (pushes.length > 0) trail.pushed(performance.now());
    try {
      const provider = await this.mailboxes.open(organisationId, mailboxId);
      return await this.read(provider, mailbox, pushes, trail);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return this.afterFailure(error, mailbox, trail);
    }
  }

  private async read(
    provider: Provider,
    mailbox: MailboxRow,
    pushes: Push[],
    trail: Trail,
  ): Promise<number | undefined> {
    const { page, isAnew } = await this.newsOf(provider, mailbox, trail);
    const findings: Finding[] = [];
    const finished: string[] = [];
    const open = new Set<string>();
    for (const id of received(page.added, pushes)) {
      if (trail.isFinished(id)) continue;
      const message = await provider.message(id);
      // Gone meanwhile, told of before it can be read, or the rep's own: nothing to learn, and no reason to stop here.
      if (!message) continue;
      const recognised = await this.recogniser.recognise({ ...mailbox, idsStay: provider.idsStay }, message);
      findings.push(...recognised.findings);
      if (recognised.isOpen) open.add(id);
      else finished.push(id);
    }
    const mustWait = open.size > 0 && (await this.isSending(mailbox));
    const now = performance.now();
    const cursor = mustWait ? undefined : isAnew ? page.cursor : trail.reach(page.cursor, now);
    const done = mustWait ? pushes.filter(({ messageId }) => messageId === null || !open.has(messageId)) : pushes;
    const isNews = await this.database
      .of(mailbox.organisationId)
      .transaction((sql) => this.write(sql, mailbox, { findings, pushes: done, cursor }));
    for (const id of finished) trail.finish(id);
    if (isNews) this.queue.nudge('rollup', { organisationId: mailbox.organisationId });
    return trail.nextLookInMs(now) ?? (mustWait ? SENDING_REST_MS : undefined);
  }

  /** Where the history is lost, a new place in it first, and then the newest messages: what comes between is read twice. */
  private async newsOf(
    provider: Provider,
    mailbox: MailboxRow,
    trail: Trail,
  ): Promise<{ page: MailboxPage; isAnew: boolean }> {
    try {
      if (mailbox.cursor !== null) return { page: await provider.changesSince(mailbox.cursor), isAnew: false };
    } catch (error) {
      if (!(error instanceof ProviderError && error.failure.kind === 'cursorExpired')) throw error;
    }
    trail.forgetPlaces();
    const cursor = await provider.baseline();
    return { page: { added: (await provider.latest()).toReversed(), cursor }, isAnew: true };
  }

  /** All or nothing. Answers whether the log learned something. */
  private async write(
    sql: Sql,
    { organisationId, id, cursor: before }: MailboxRow,
    { findings, pushes, cursor }: { findings: Finding[]; pushes: Push[]; cursor: string | undefined },
  ): Promise<boolean> {
    await this.pushes.handled(sql, pushes);
    if (cursor !== undefined)
      await sql.query(
        'update mailboxes set cursor = $3 where organisation_id = $1 and id = $2 and cursor is not distinct from $4',
        [organisationId, id, cursor, before],
      );
    const news: Finding[] = [];
    for (const finding of findings) {
      const { email, type, at, key, data } = finding;
      const event = { organisationId, userId: email.userId, emailId: email.id, type, at, key, data };
      if ((await this.events.append(sql, [event])).length > 0) news.push(finding);
    }
    const bounced = new Set<string>();
    for (const { email } of news.filter((one) => one.type === 'email.bounced'))
      if (await this.emails.markBounced(sql, organisationId, email.id)) bounced.add(email.id);
    for (const { email, type, text } of news)
      await this.changes.feed(sql, {
        organisationId,
        userId: email.userId,
        kind: type,
        emailId: email.id,
        draftId: email.draftId,
        status: bounced.has(email.id) ? 'BOUNCED' : null,
        text,
      });
    return news.length > 0;
  }

  private async afterFailure({ failure }: ProviderError, { organisationId, id }: MailboxRow, trail: Trail) {
    switch (failure.kind) {
      case 'signedOut':
        await this.mailboxes.markSignedOut(organisationId, id);
        return undefined;
      case 'busy':
      case 'unclear':
      case 'refused':
      case 'cursorExpired': {
        const restMs = failure.kind === 'busy' ? failure.retryAfterMs : UNCLEAR_REST_MS;
        this.logger.warn(`mailbox ${id} could not be read (${failure.kind}); next try in ${restMs} ms`);
        trail.rest(restMs, performance.now());
        return restMs;
      }
    }
  }

  private async watch({ organisationId, id }: MailboxRow): Promise<void> {
    await this.mailboxes.watch(organisationId, id).catch((error: unknown) => {
      this.logger.warn(`no pushes yet for mailbox ${id}, asked again later: ${String(error)}`);
    });
  }

  private async mailbox(organisationId: OrganisationId, mailboxId: MailboxId): Promise<MailboxRow | undefined> {
    const [row] = await this.database.of(organisationId).query<MailboxRow>(
      `select id, organisation_id as "organisationId", address, cursor, health,
         watch_expires_at is not null as "isWatched"
       from mailboxes where organisation_id = $1 and id = $2`,
      [organisationId, mailboxId],
    );
    return row;
  }

  /** An answer may overtake the record of what it answers: an automatic one comes within a second of the send. */
  private async isSending({ organisationId, id }: MailboxRow): Promise<boolean> {
    const rows = await this.database.of(organisationId).query(
      `select from email_sends where organisation_id = $1 and mailbox_id = $2 and stamped_message_id is null
         and state in ('sending', 'sent') and sending_started_at > now() - interval '15 minutes' limit 1`,
      [organisationId, id],
    );
    return rows.length > 0;
  }
}

/** What came in as far as the history says, and what pushes named that it does not tell of: it lies in another folder. */
function received(added: readonly NewMessage[], pushes: readonly Push[]): string[] {
  const told = new Set(added.map(({ id }) => id));
  const named = pushes.flatMap(({ messageId }) => (messageId === null || told.has(messageId) ? [] : messageId));
  return [...added.filter(({ place }) => place === 'received').map(({ id }) => id), ...new Set(named)];
}
