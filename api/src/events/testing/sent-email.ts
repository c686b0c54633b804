import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DraftId, EmailId } from '#shared/ids.js';
import type { Person } from '../../testing/world.js';

/** Puts one email into the database as the send protocol leaves it behind, without a provider. For tests only. */
export async function putSentEmail(
  owner: pg.Pool,
  { caller, mailboxId, address }: Person,
  {
    to = { name: 'Ada Lovelace', email: 'ada@analytical.example' },
    stamped = null as string | null,
    threadId = null as string | null,
  } = {},
): Promise<{ id: EmailId; draftId: DraftId }> {
  const id = EmailId.parse(randomUUID());
  const draftId = DraftId.parse(randomUUID());
  await owner.query(
    `insert into emails (id, organisation_id, user_id, mailbox_id, draft_id, idempotency_key, request_hash, marker, from_address,
       "to", cc, bcc, subject, html, text, accepted_spans, ai_share, send_at, accepted_at, status)
     values ($1::uuid, $2, $3, $4, $5, $1::text, 'hash', $1::text, $6, $7, '[]', '[]', 'Subject', '<p>Text</p>', 'Text', '[]', 0, now(), now() - interval '1 hour', 'SENT')`,
    [id, caller.organisationId, caller.userId, mailboxId, draftId, address, JSON.stringify([to])],
  );
  await owner.query(
    `insert into email_sends (email_id, organisation_id, mailbox_id, state, stamped_message_id, thread_id) values ($1::uuid, $2, $3, 'sent', $4, $5)`,
    [id, caller.organisationId, mailboxId, stamped, threadId],
  );
  return { id, draftId };
}
