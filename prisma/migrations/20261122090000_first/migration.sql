-- Roles. The server signs in as whoever owns the database and then takes one of these two for every query:
-- lumina_app sees the rows of the organisation it is bound to, lumina_system (sign-in, push, sweep) sees all.
do $$
begin
  begin
    create role lumina_app nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    create role lumina_system nologin;
  exception when duplicate_object or unique_violation then null;
  end;
end $$;
grant lumina_app, lumina_system to current_user;

-- People ----------------------------------------------------------------------------------------------------------

create table organisations (
  id uuid primary key,
  name text not null,
  domain text unique,
  -- Grows with every rollup, so that a dashboard can wait for the next number.
  rollup_version bigint not null default 0,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  -- '<issuer>:<sub>': an address can change hands, a subject cannot.
  subject text not null unique,
  email text not null,
  name text not null,
  role text not null check (role in ('rep', 'admin')),
  -- Counts this user's changes under this row's lock: no gap, no late commit that a reader has already passed.
  change_seq bigint not null default 0,
  created_at timestamptz not null default now()
);
create index users_by_organisation on users (organisation_id);

create table mailboxes (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  provider text not null check (provider in ('gmail', 'graph')),
  address text not null,
  -- AES-256-GCM, see api/src/mailboxes: never in clear at rest.
  sealed_tokens text not null,
  scopes text[] not null,
  health text not null default 'ok' check (health in ('ok', 'signedOut')),
  -- How far the provider's history was read.
  cursor text,
  watch_expires_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider, address)
);
create index mailboxes_by_user on mailboxes (organisation_id, user_id);

-- One-time codes of finished sign-ins; only their hashes.
create table sign_in_codes (
  code_hash text primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  challenge text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- One row per signed-in browser. The refresh token rotates; the one before last being shown again ends the session.
create table sessions (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  kind text not null check (kind in ('extension', 'dashboard')),
  token_hash text not null unique,
  previous_hash text unique,
  rotated_at timestamptz,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index sessions_by_user on sessions (organisation_id, user_id);

-- Drafts ----------------------------------------------------------------------------------------------------------

create table email_drafts (
  organisation_id uuid not null references organisations (id),
  id uuid not null,
  user_id uuid not null references users (id),
  revision integer not null check (revision > 0),
  content_hash text not null,
  from_address text not null,
  webmail text not null check (webmail in ('gmail', 'outlook')),
  webmail_draft_id text,
  "to" jsonb not null,
  cc jsonb not null,
  bcc jsonb not null,
  subject text not null,
  html text not null,
  text text not null,
  created_at timestamptz not null default now(),
  saved_at timestamptz not null default now(),
  -- The organisation is part of the key: the id is made in a browser, and one organisation's can't collide with another's.
  primary key (organisation_id, id)
);
create index email_drafts_by_user on email_drafts (organisation_id, user_id, saved_at desc, id);

create table draft_revisions (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references organisations (id),
  draft_id uuid not null,
  based_on integer not null,
  -- null: the text of a conflict, kept beside the line of revisions.
  revision integer,
  content_hash text not null,
  "to" jsonb not null,
  cc jsonb not null,
  bcc jsonb not null,
  subject text not null,
  html text not null,
  text text not null,
  saved_at timestamptz not null default now()
);
create unique index draft_revisions_once on draft_revisions (organisation_id, draft_id, based_on, content_hash);

-- Emails ----------------------------------------------------------------------------------------------------------

create table emails (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  mailbox_id uuid not null references mailboxes (id),
  draft_id uuid not null,
  idempotency_key text not null,
  request_hash text not null,
  -- Found in the sent copy again (header X-Lumina-Send-Id): opaque, since prospects see it.
  marker text not null unique,
  from_address text not null,
  "to" jsonb not null,
  cc jsonb not null,
  bcc jsonb not null,
  subject text not null,
  html text not null,
  text text not null,
  accepted_spans jsonb not null,
  ai_share real not null,
  webmail_draft_id text,
  accepted_at timestamptz not null default now(),
  send_at timestamptz not null,
  status text not null default 'PENDING_SEND'
    check (status in ('PENDING_SEND', 'SENT', 'FAILED', 'BOUNCED', 'UNKNOWN', 'CANCELLED')),
  unique (organisation_id, user_id, idempotency_key)
);
create index emails_by_user on emails (organisation_id, user_id, accepted_at desc);
-- A draft is in at most one live send, whatever keys the sends carry.
create unique index emails_one_live_send on emails (organisation_id, draft_id)
  where status in ('PENDING_SEND', 'SENT', 'BOUNCED', 'UNKNOWN');

create function refuse_email_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'status' = to_jsonb(old) - 'status' then
    return new;
  end if;
  raise exception 'an email never changes after it is created, but for its status' using errcode = 'restrict_violation';
end $$;
create trigger emails_never_change before update or delete on emails
  for each row execute function refuse_email_change();

-- Where one send stands. Changed only by compare-and-set on version; every change is journalled in send_attempts.
create table email_sends (
  email_id uuid primary key references emails (id),
  organisation_id uuid not null references organisations (id),
  mailbox_id uuid not null references mailboxes (id),
  state text not null default 'queued' check (state in
    ('queued', 'drafting', 'drafted', 'sending', 'sent', 'failed', 'unknown', 'cancelled', 'paused')),
  version integer not null default 0,
  -- When somebody should look again; null once there is nothing left to do.
  due_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  -- Grows with every claim: what a worker that lost its lease writes is refused.
  fence bigint not null default 0,
  -- Compiled once; the same bytes at every try.
  mime bytea,
  mime_sha256 text,
  -- Where the mailbox's history stood before the first try.
  baseline text,
  -- Pinned once, never overwritten.
  provider_draft_id text,
  provider_message_id text,
  sending_started_at timestamptz,
  looks integer not null default 0,
  sent_message_id text,
  thread_id text,
  stamped_message_id text,
  trouble text
);
create index email_sends_due on email_sends (due_at) where due_at is not null;
create index email_sends_by_thread on email_sends (organisation_id, mailbox_id, thread_id) where thread_id is not null;
create index email_sends_by_message on email_sends (organisation_id, stamped_message_id) where stamped_message_id is not null;

create table send_attempts (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references organisations (id),
  email_id uuid not null references emails (id),
  version integer not null,
  from_state text,
  to_state text not null,
  -- What was done and what was seen: enough to rebuild the row above.
  saw jsonb not null,
  at timestamptz not null default now(),
  unique (email_id, version)
);

-- The log ---------------------------------------------------------------------------------------------------------

create table email_events (
  id uuid not null,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  email_id uuid references emails (id),
  type text not null,
  -- When it happened, by the provider's clock where there is one; appended_at decides the partition.
  at timestamptz not null,
  data jsonb not null default '{}',
  appended_at timestamptz not null default now(),
  primary key (id, appended_at)
) partition by range (appended_at);
create index email_events_by_email on email_events (organisation_id, email_id, at);
create index email_events_latest on email_events (organisation_id, appended_at desc);
create table email_events_default partition of email_events default;

-- Makes the partitions of this month and the next two; the sweep calls it, so there is always one ahead.
create function ensure_event_partitions() returns void language plpgsql security definer set search_path from current as $$
declare
  month date;
begin
  for month in select generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months', interval '1 month')::date loop
    if to_regclass(format('email_events_%s', to_char(month, 'YYYY_MM'))) is null then
      execute format(
        'create table %I partition of email_events for values from (%L) to (%L)',
        'email_events_' || to_char(month, 'YYYY_MM'), month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
    end if;
  end loop;
end $$;
select ensure_event_partitions();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger email_events_append_only before update or delete on email_events
  for each row execute function refuse_change();
create trigger email_events_no_truncate before truncate on email_events
  for each statement execute function refuse_change();
create trigger send_attempts_append_only before update or delete on send_attempts
  for each row execute function refuse_change();
create trigger draft_revisions_append_only before update or delete on draft_revisions
  for each row execute function refuse_change();

-- The same fact twice is one event: a unique key over a partitioned table would need the partition's column in it.
create table event_keys (
  organisation_id uuid not null references organisations (id),
  key text not null,
  primary key (organisation_id, key)
);

-- Events no rollup has counted yet; written with the event, deleted with the count.
create table uncounted_events (
  event_id uuid primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null,
  email_id uuid,
  type text not null,
  at timestamptz not null
);
create index uncounted_events_by_organisation on uncounted_events (organisation_id);

create table rollups (
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  day date not null,
  metric text not null,
  count bigint not null,
  primary key (organisation_id, day, metric, user_id)
);

create table changes (
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  seq bigint not null,
  at timestamptz not null default now(),
  kind text not null,
  email_id uuid references emails (id),
  text text not null,
  status text,
  draft_id uuid,
  primary key (user_id, seq)
);

-- Provider pushes, kept before they are answered.
create table push_inbox (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references organisations (id),
  mailbox_id uuid not null references mailboxes (id),
  push_id text not null,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  unique (mailbox_id, push_id)
);
create index push_inbox_waiting on push_inbox (mailbox_id) where handled_at is null;

-- Prospects -------------------------------------------------------------------------------------------------------

create table company_data (
  organisation_id uuid not null references organisations (id),
  domain text not null,
  name text not null,
  facts jsonb not null default '[]',
  primary key (organisation_id, domain)
);

create table prospects (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  email text not null,
  name text not null,
  title text,
  company_domain text,
  facts jsonb not null default '[]',
  unique (organisation_id, email),
  foreign key (organisation_id, company_domain) references company_data (organisation_id, domain)
);

-- Every query is bound to its organisation ---------------------------------------------------------------------------
-- No binding, no rows: current_setting raises an error when nothing was set.

do $$
declare
  t text;
begin
  for t in
    select c.relname from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like '\_prisma%'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy bound on %I to lumina_app using (%I = current_setting(''lumina.organisation'')::uuid)',
      t, case when t = 'organisations' then 'id' else 'organisation_id' end);
    execute format('create policy everywhere on %I to lumina_system using (true)', t);
    execute format('grant select, insert, update, delete on %I to lumina_app, lumina_system', t);
  end loop;
  execute format('grant usage on schema %I to lumina_app, lumina_system', current_schema());
end $$;
revoke update, delete on email_events, send_attempts, draft_revisions from lumina_app, lumina_system;
revoke update, delete on emails from lumina_app, lumina_system;
grant update (status) on emails to lumina_app, lumina_system;
grant execute on function ensure_event_partitions() to lumina_system;
