import { randomUUID } from 'node:crypto';
import type { SendAccepted, SendEmail } from '#shared/email.js';
import { EmailId } from '#shared/ids.js';
import type { Caller } from '../auth/caller.js';
import type { BoundDatabase } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { mintMarker } from './marker.js';
import { requestHash } from './request-hash.js';

interface Accepted extends SendAccepted {
  hash: string;
}

export interface Acceptance {
  answer: SendAccepted;
  /** False for the repeat of a request. */
  isNew: boolean;
}

/**
 * Commits the intent to send, with everything that must be there with it, in one statement; or finds out why not.
 * The same key and request get the first answer again, for ever, also when many arrive at once.
 * @throws Refusal keyReused, draftInUse, mailboxUnknown
 */
export async function accept(
  database: BoundDatabase,
  caller: Caller,
  key: string,
  email: SendEmail,
): Promise<Acceptance> {
  const hash = requestHash(email);
  const values = [
    EmailId.parse(randomUUID()),
    caller.organisationId,
    caller.userId,
    email.from,
    email.draftId,
    key,
    hash,
    mintMarker(),
    JSON.stringify(email.to),
    JSON.stringify(email.cc),
    JSON.stringify(email.bcc),
    email.subject,
    email.html,
    email.text,
    JSON.stringify(email.acceptedSpans),
    email.aiShare,
    email.webmailDraftId,
    email.undoSeconds,
    randomUUID(),
    email.thread && JSON.stringify(email.thread),
  ];
  const [made] = await database.query<SendAccepted>(ACCEPT, values, 'accept');
  if (made) return { answer: made, isNew: true };
  const [before] = await database.query<Accepted>(
    `select ${ANSWER}, request_hash as hash from emails
     where organisation_id = $1 and user_id = $2 and idempotency_key = $3`,
    [caller.organisationId, caller.userId, key],
  );
  if (before && before.hash === hash) return { answer: before, isNew: false };
  if (before) throw new Refusal('keyReused', 'This key already sent another mail. Use a new key for a new mail.');
  throw await whyNot(database, caller, email);
}

async function whyNot(database: BoundDatabase, caller: Caller, email: SendEmail): Promise<Refusal> {
  const [mailbox] = await database.query('select from mailboxes where user_id = $1 and address = lower($2)', [
    caller.userId,
    email.from,
  ]);
  return mailbox
    ? new Refusal(
        'draftInUse',
        'This draft is being sent already, or was sent. Copy its text to a new mail to send it again.',
      )
    : new Refusal('mailboxUnknown', `Lumina may not send from ${email.from} yet. Sign in with this address first.`);
}

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ANSWER = `id, draft_id as "draftId", 'PENDING_SEND' as status, ${iso('accepted_at')} as "acceptedAt", ${iso('send_at')} as "sendAt"`;

// Of two mailboxes with one address (a company that moves from one provider to the other) it is the one behind the mail page.
// The log's three rows are written in here and not by the events feature: this answers while a rep waits, and is one
// round trip. Whatever is not new (the key, a live send of the draft) leaves `made` empty, and with it all the others.
const ACCEPT = `
  with made as (
    insert into emails (id, organisation_id, user_id, mailbox_id, draft_id, idempotency_key, request_hash, marker, from_address,
      "to", cc, bcc, subject, html, text, accepted_spans, ai_share, webmail_draft_id, send_at, thread)
    select $1, $2, $3, m.id, $5, $6, $7, $8, m.address, $9, $10, $11, $12, $13, $14, $15, $16, $17,
      now() + make_interval(secs => $18), $20
    from mailboxes m left join email_drafts d on d.organisation_id = $2 and d.id = $5 and d.user_id = $3
    where m.organisation_id = $2 and m.user_id = $3 and m.address = lower($4)
    order by m.provider = case d.webmail when 'outlook' then 'graph' else 'gmail' end desc limit 1
    on conflict do nothing
    returning id, organisation_id, user_id, mailbox_id, draft_id, accepted_at, send_at, ai_share
  ), send as (
    insert into email_sends (email_id, organisation_id, mailbox_id, due_at)
    select id, organisation_id, mailbox_id, send_at from made
  ), journal as (
    insert into send_attempts (organisation_id, email_id, version, from_state, to_state, saw)
    select organisation_id, id, 0, null, 'queued', '{"saw": "accepted by us"}' from made
  ), keyed as (
    insert into event_keys (organisation_id, key) select organisation_id, 'accepted:' || id from made
  ), logged as (
    insert into email_events (id, organisation_id, user_id, email_id, type, at, data)
    select $19, organisation_id, user_id, id, 'email.accepted', accepted_at, jsonb_build_object('aiShare', ai_share) from made
  ), uncounted as (
    insert into uncounted_events (event_id, organisation_id, user_id, email_id, type, at)
    select $19, organisation_id, user_id, id, 'email.accepted', accepted_at from made
  )
  select ${ANSWER} from made`;
