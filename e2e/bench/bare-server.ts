import Fastify from 'fastify';
import pg from 'pg';
import type { DraftSave } from '#shared/draft.js';
import type { SendEmail } from '#shared/email.js';

/**
 * The floor: Fastify and pg writing the same rows as Lumina's draft save and send accept, each in one statement with the
 * same durability, and nothing else. No sign-in, no validation, no organisation, no conflicts, no logs, no queue.
 * Environment: DATABASE_URL, and the ids the rows need: BENCH_ORGANISATION, BENCH_USER, BENCH_MAILBOX.
 */
const { DATABASE_URL, BENCH_ORGANISATION, BENCH_USER, BENCH_MAILBOX } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
const app = Fastify();

app.post<{ Body: DraftSave }>('/emails/draft', async ({ body }) => {
  const { rows } = await pool.query<{ id: string; revision: number; saved_at: Date }>({
    name: 'save',
    text: SAVE,
    values: [
      BENCH_ORGANISATION,
      body.id,
      BENCH_USER,
      body.basedOn,
      `${body.id}${body.basedOn}`,
      body.from,
      JSON.stringify(body.to),
      body.subject,
      body.html,
      body.text,
    ],
  });
  const [saved] = rows;
  return { id: saved?.id, revision: saved?.revision, savedAt: saved?.saved_at };
});

app.post<{ Body: SendEmail }>('/emails/send', async ({ body, headers }, reply) => {
  const { rows } = await pool.query<{ id: string; accepted_at: Date; send_at: Date }>({
    name: 'accept',
    text: ACCEPT,
    values: [
      BENCH_ORGANISATION,
      BENCH_USER,
      BENCH_MAILBOX,
      body.draftId,
      headers['idempotency-key'],
      body.from,
      JSON.stringify(body.to),
      body.subject,
      body.html,
      body.text,
      body.undoSeconds,
    ],
  });
  const [row] = rows;
  return reply.code(202).send({
    id: row?.id,
    draftId: body.draftId,
    status: 'PENDING_SEND',
    acceptedAt: row?.accepted_at,
    sendAt: row?.send_at,
  });
});

const SAVE = `
with written as (
  insert into email_drafts as d
    (organisation_id, id, user_id, revision, content_hash, from_address, webmail, "to", cc, bcc, subject, html, text)
  values ($1, $2, $3, 1, $5, $6, 'gmail', $7::jsonb, '[]', '[]', $8, $9, $10)
  on conflict (organisation_id, id) do update set revision = d.revision + 1, content_hash = excluded.content_hash,
    "to" = excluded."to", subject = excluded.subject, html = excluded.html, text = excluded.text, saved_at = now()
  returning id, revision, saved_at
), kept as (
  insert into draft_revisions (organisation_id, draft_id, based_on, revision, content_hash, "to", cc, bcc, subject, html, text)
  select $1, $2, $4::int, revision, $5, $7::jsonb, '[]', '[]', $8, $9, $10 from written
)
select * from written`;

const ACCEPT = `
with email as (
  insert into emails (id, organisation_id, user_id, mailbox_id, draft_id, idempotency_key, request_hash, marker, from_address,
    "to", cc, bcc, subject, html, text, accepted_spans, ai_share, send_at)
  values (gen_random_uuid(), $1, $2, $3, $4, $5, $5, gen_random_uuid(), $6, $7::jsonb, '[]', '[]', $8, $9, $10, '[]', 0,
    now() + $11::int * interval '1 second')
  returning id, accepted_at, send_at
), send as (
  insert into email_sends (email_id, organisation_id, mailbox_id, due_at) select id, $1, $3, send_at from email
), attempt as (
  insert into send_attempts (organisation_id, email_id, version, to_state, saw) select $1, id, 0, 'queued', '{}' from email
), key as (
  insert into event_keys (organisation_id, key) select $1, 'accepted:' || id from email
), event as (
  insert into email_events (id, organisation_id, user_id, email_id, type, at)
  select gen_random_uuid(), $1, $2, id, 'email.accepted', accepted_at from email returning id, email_id, type, at
), uncounted as (
  insert into uncounted_events (event_id, organisation_id, user_id, email_id, type, at)
  select id, $1, $2, email_id, type, at from event
)
select * from email`;

await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ url: app.listeningOrigin });
process.on('disconnect', () => process.exit(0));
