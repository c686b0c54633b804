import { Injectable } from '@nestjs/common';
import type { Address } from '#shared/draft.js';
import type { Email, EmailStatus, SendAccepted, SendEmail } from '#shared/email.js';
import type { EventList } from '#shared/event.js';
import type { DraftId, EmailId, MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import type { Caller } from '../auth/caller.js';
import { Database, type Sql } from '../db/database.js';
import { EventsService } from '../events/events.service.js';
import { notFound } from '../http/problem.js';
import { QueueService } from '../queue/queue.service.js';
import { accept } from './accept.js';

/** A mail that went out, as ingest needs it to recognise what answers it. */
export interface SentEmail {
  id: EmailId;
  draftId: DraftId;
  userId: UserId;
  to: Address[];
  status: EmailStatus;
  acceptedAt: Date;
}

/** The emails of reps: what is known of them, and who should look at them next. */
@Injectable()
export class EmailsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventsService,
    private readonly queue: QueueService,
  ) {}

  /**
   * Answers once the intent is committed, before anything is asked of a provider.
   * @throws Refusal keyReused, draftInUse, mailboxUnknown
   */
  async send(caller: Caller, key: string, request: SendEmail): Promise<SendAccepted> {
    const { organisationId } = caller;
    const { answer, isNew } = await accept(this.database.of(organisationId), caller, key, request);
    if (isNew)
      this.queue.nudge('send', { organisationId, emailId: answer.id }, { delayMs: request.undoSeconds * 1_000 });
    return answer;
  }

  /** @throws Refusal notFound, also for somebody else's */
  async read(caller: Caller, id: EmailId): Promise<Email> {
    const [email] = await this.database.of(caller.organisationId).query<Email>(
      `select e.id, e.draft_id as "draftId", e.status, e.subject, e."to", s.trouble,
         to_char(e.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "acceptedAt",
         to_char(e.send_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sendAt"
       from emails e join email_sends s on s.email_id = e.id
       where e.organisation_id = $1 and e.user_id = $2 and e.id = $3`,
      [caller.organisationId, caller.userId, id],
    );
    if (!email) throw notFound('email');
    return email;
  }

  /** What happened to an email, oldest first. @throws Refusal notFound */
  async eventsOf(caller: Caller, id: EmailId, page: { after?: string | undefined; limit: number }): Promise<EventList> {
    await this.read(caller, id);
    return this.events.ofEmail(caller.organisationId, id, page);
  }

  /** The email an incoming message belongs to, by the strongest match: ids it refers to, then the provider's thread. */
  async findSent(
    organisationId: OrganisationId,
    mailboxId: MailboxId,
    by: { messageIds: readonly string[]; threadId: string | null },
  ): Promise<SentEmail | undefined> {
    const [row] = await this.database.of(organisationId).query<SentEmail>(
      `select e.id, e.draft_id as "draftId", e.user_id as "userId", e."to", e.status, e.accepted_at as "acceptedAt"
       from email_sends s join emails e on e.id = s.email_id
       where s.organisation_id = $1 and s.mailbox_id = $2
         and (s.stamped_message_id = any($3) or (s.sent_message_id is not null and s.thread_id = $4))
       order by (s.stamped_message_id = any($3)) is true desc, e.accepted_at desc limit 1`,
      [organisationId, mailboxId, by.messageIds, by.threadId],
    );
    return row;
  }

  /** Sets the status to BOUNCED; false when it was that already, or was never sent. */
  async markBounced(sql: Sql, organisationId: OrganisationId, emailId: EmailId): Promise<boolean> {
    const rows = await sql.query(
      `update emails set status = 'BOUNCED' where organisation_id = $1 and id = $2 and status in ('SENT', 'UNKNOWN')
       returning id`,
      [organisationId, emailId],
    );
    return rows.length > 0;
  }

  /** Sends somebody should look at now, the oldest of them. For the sweep. */
  async dueSends(): Promise<{ organisationId: OrganisationId; emailId: EmailId }[]> {
    // In two halves, each with an index of its own: every send there ever was is in this table.
    return this.database.system.query(
      `(select organisation_id as "organisationId", email_id as "emailId" from email_sends
        where due_at <= now() and (lease_until is null or lease_until < now()) order by due_at limit 200)
       union
       (select s.organisation_id, s.email_id from email_sends s join mailboxes m on m.id = s.mailbox_id
        where s.state = 'paused' and m.health = 'ok' and (s.lease_until is null or s.lease_until < now()) limit 200)`,
    );
  }
}
