import type { Address, Thread } from '#shared/draft.js';
import type { DraftId, EmailId, MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import type { ProviderName } from '#shared/mailbox.js';
import type { BoundDatabase, Sql } from '../db/database.js';
import type { Letter, Parent } from '../providers/provider.js';
import { type Known, type Saw, type SendState, statusOf } from './sending.js';

/** A send somebody has a lease on: the email as it was approved, and where its sending stands. */
export interface Claim {
  organisationId: OrganisationId;
  emailId: EmailId;
  mailboxId: MailboxId;
  userId: UserId;
  draftId: DraftId;
  provider: ProviderName;
  letter: Letter;
  /** What the mail page says it answers; known.parent is what that is at the provider. */
  thread: Thread | null;
  /** The mail page's own drafts of this text: of this compose, and of those it was taken back into before. */
  webmailDraftIds: string[];
  acceptedAt: Date;
  known: Known;
  mime: Buffer | null;
  version: number;
  /** Grows with every claim: more than one means that a worker was lost or had to wait. */
  fence: string;
  now: Date;
}

interface Row {
  state: SendState;
  version: number;
  fence: string;
  mime: Buffer | null;
  baseline: string | null;
  parent: Parent | null;
  provider_draft_id: string | null;
  provider_message_id: string | null;
  sending_started_at: Date | null;
  looks: number;
  sent_message_id: string | null;
  thread_id: string | null;
  stamped_message_id: string | null;
  trouble: string | null;
  now: Date;
  mailbox_id: MailboxId;
  user_id: UserId;
  draft_id: DraftId;
  marker: string;
  from_address: string;
  from_name: string;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  html: string;
  webmail_draft_ids: string[];
  thread: Thread | null;
  provider: ProviderName;
  accepted_at: Date;
}

/** Takes the lease of a send that is due; undefined when it is not, or somebody else has it. */
export async function claim(
  database: BoundDatabase,
  { organisationId, emailId }: { organisationId: OrganisationId; emailId: EmailId },
  { owner, leaseMs }: { owner: string; leaseMs: number },
): Promise<Claim | undefined> {
  const [row] = await database.query<Row>(
    `update email_sends s set lease_owner = $3, lease_until = now() + $4 * interval '1 ms', fence = s.fence + 1
     from emails e, mailboxes m, users u
     where s.organisation_id = $1 and s.email_id = $2 and e.id = s.email_id and m.id = s.mailbox_id and u.id = e.user_id
       and (s.due_at <= now() or (s.state = 'paused' and m.health = 'ok')) and (s.lease_until is null or s.lease_until < now())
     returning s.*, now() as now, e.user_id, e.draft_id, e.marker, e.from_address, u.name as from_name, e."to", e.cc, e.bcc,
       e.subject, e.html, e.thread, e.accepted_at, m.provider,
       array(select distinct o.webmail_draft_id from emails o where o.organisation_id = e.organisation_id
             and o.draft_id = e.draft_id and o.webmail_draft_id is not null) as webmail_draft_ids`,
    [organisationId, emailId, owner, leaseMs],
  );
  if (!row) return undefined;
  const { provider_draft_id: id, provider_message_id: messageId, sent_message_id: sentId, thread_id: threadId } = row;
  return {
    organisationId,
    emailId,
    mailboxId: row.mailbox_id,
    userId: row.user_id,
    draftId: row.draft_id,
    provider: row.provider,
    letter: {
      marker: row.marker,
      date: row.accepted_at,
      from: { name: row.from_name, email: row.from_address },
      to: row.to,
      cc: row.cc,
      bcc: row.bcc,
      subject: row.subject,
      html: row.html,
      answers: row.parent,
    },
    thread: row.thread,
    webmailDraftIds: row.webmail_draft_ids,
    acceptedAt: row.accepted_at,
    known: {
      state: row.state,
      baseline: row.baseline,
      parent: row.parent,
      draft: id === null || messageId === null ? null : { id, messageId, threadId: threadId ?? '', marker: row.marker },
      sendingStartedAt: row.sending_started_at,
      looks: row.looks,
      sent: sentId === null || threadId === null ? null : { messageId: sentId, threadId },
      stamped: row.stamped_message_id,
      trouble: row.trouble,
    },
    mime: row.mime,
    version: row.version,
    fence: row.fence,
    now: row.now,
  };
}

export interface Change {
  next: Known;
  saw: Saw;
  mime: Buffer | null;
  /** Keep the lease, or let go of it and be rung again (or, at null, never). */
  then: { leaseMs: number } | { dueInMs: number | null };
}

/**
 * Stores what is known now, with its line of the journal, if nobody else did since `claim` was read: otherwise undefined,
 * and the caller must do nothing more.
 */
export async function store(
  sql: Sql,
  claim: Claim,
  { next, saw, mime, then }: Change,
): Promise<{ version: number; now: Date; sendingStartedAt: Date | null } | undefined> {
  const leaseMs = 'leaseMs' in then ? then.leaseMs : null;
  const [row] = await sql.query<{ version: number; now: Date; sendingStartedAt: Date | null }>(STORE, [
    claim.organisationId,
    claim.emailId,
    claim.version,
    claim.fence,
    next.state,
    next.baseline,
    next.draft?.id ?? null,
    next.draft?.messageId ?? null,
    next.sendingStartedAt,
    next.looks,
    next.sent?.messageId ?? null,
    // The draft's, until the sent copy tells its own.
    (next.sent ?? next.draft)?.threadId ?? null,
    next.stamped,
    next.trouble,
    mime,
    leaseMs,
    // While the lease is held, its end is when others should look.
    'leaseMs' in then ? then.leaseMs : then.dueInMs,
    claim.known.state,
    JSON.stringify(saw),
    statusOf(next.state),
    statusOf(claim.known.state),
    next.parent && JSON.stringify(next.parent),
  ]);
  return row;
}

// The beginning of a request is timed here, at the last moment before it leaves, in a precision JavaScript can hand back.
const STORE = `
  with stored as (
    update email_sends set version = version + 1, state = $5, baseline = $6, parent = coalesce(parent, $22),
      provider_draft_id = coalesce(provider_draft_id, $7), provider_message_id = coalesce(provider_message_id, $8),
      sending_started_at = case when $9::timestamptz is null then null when $9 = sending_started_at then sending_started_at
        else date_trunc('milliseconds', now()) end,
      looks = $10, sent_message_id = $11, thread_id = $12, stamped_message_id = $13, trouble = $14,
      mime = coalesce(mime, $15), mime_sha256 = coalesce(mime_sha256, encode(sha256($15), 'hex')),
      lease_until = now() + $16::float8 * interval '1 ms',
      lease_owner = case when $16::float8 is null then null else lease_owner end,
      due_at = now() + $17::float8 * interval '1 ms'
    where organisation_id = $1 and email_id = $2 and version = $3 and fence = $4
    returning version, sending_started_at
  ), journal as (
    insert into send_attempts (organisation_id, email_id, version, from_state, to_state, saw)
    select $1, $2, version, $18, $5, $19 from stored
  ), told as (
    update emails set status = $20 where $20 <> $21 and organisation_id = $1 and id = $2 and exists (select from stored)
      and status in ('PENDING_SEND', 'UNKNOWN')
  )
  select version, now() as now, sending_started_at as "sendingStartedAt" from stored`;

/** Keeps the lease while a worker is at it; false when it was lost. */
export async function renew(sql: Sql, claim: Claim, leaseMs: number): Promise<boolean> {
  const rows = await sql.query(
    `update email_sends set lease_until = now() + $4 * interval '1 ms', due_at = now() + $4 * interval '1 ms'
     where organisation_id = $1 and email_id = $2 and fence = $3 and lease_until is not null returning email_id`,
    [claim.organisationId, claim.emailId, claim.fence, leaseMs],
  );
  return rows.length > 0;
}

/** In how many ms a send is due, where it is not yet; undefined when there is nothing to wait for. */
export async function dueIn(
  sql: Sql,
  { organisationId, emailId }: { organisationId: OrganisationId; emailId: EmailId },
): Promise<number | undefined> {
  const [row] = await sql.query<{ ms: number }>(
    `select ceil(extract(epoch from due_at - now()) * 1000)::int as ms from email_sends
     where organisation_id = $1 and email_id = $2 and due_at > now() and lease_until is null`,
    [organisationId, emailId],
  );
  return row?.ms;
}
