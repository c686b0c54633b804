import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EventList, EventType } from '#shared/event.js';
import type { EmailId, EventId, OrganisationId, UserId } from '#shared/ids.js';
import { Database, type Sql } from '../db/database.js';
import { pageMark, readPageMark } from './page-mark.js';

export interface NewEvent {
  organisationId: OrganisationId;
  userId: UserId;
  /** null for what happened to a draft. */
  emailId: EmailId | null;
  type: EventType;
  /** When it happened, by the provider's clock where there is one. */
  at: Date;
  /** Names the fact within its organisation: the same key twice is the same event. */
  key: string;
  data: Record<string, unknown>;
}

/** The append-only log: anyone may add to it, nobody changes it. */
@Injectable()
export class EventsService {
  constructor(private readonly database: Database) {}

  /**
   * Appends what the log does not know yet, and leaves it to be counted. Answers the ids of what was really new, so
   * that a caller tells a first time from a repeat. Nudge `rollup` after the transaction committed.
   */
  async append(sql: Sql, events: readonly NewEvent[]): Promise<EventId[]> {
    if (events.length === 0) return [];
    const given = events.map(({ organisationId, userId, emailId, type, at, key, data }) => ({
      id: randomUUID(),
      organisation_id: organisationId,
      user_id: userId,
      email_id: emailId,
      type,
      at: at.toISOString(),
      key,
      data,
    }));
    const appended = await sql.query<{ id: EventId }>(APPEND, [JSON.stringify(given)]);
    return appended.map((row) => row.id);
  }

  /** What happened to one email, oldest first. `after` is the `next` of the page before; an unreadable one starts over. */
  async ofEmail(
    organisationId: OrganisationId,
    emailId: EmailId,
    { after, limit }: { after?: string | undefined; limit: number },
  ): Promise<EventList> {
    const mark = readPageMark(after);
    const rows = await this.database.of(organisationId).query<EventList['events'][number]>(
      `select id, type, ${ISO} as at, email_id as "emailId", data from email_events
       where organisation_id = $1 and email_id = $2 and ($3::timestamptz is null or (at, id) > ($3, $4::uuid))
       order by email_events.at, id limit $5`,
      [organisationId, emailId, mark?.at ?? null, mark?.id ?? null, limit + 1],
    );
    const events = rows.slice(0, limit);
    const last = events.at(-1);
    return { events, next: rows.length > limit && last ? pageMark(last) : null };
  }
}

/** With microseconds, so that a page's mark names exactly one row. */
const ISO = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// The keys go in sorted: two writers with the same facts then wait for each other instead of deadlocking.
const APPEND = `
  with given as (
    select distinct on (organisation_id, key) * from jsonb_to_recordset($1::jsonb) as g
      (id uuid, organisation_id uuid, user_id uuid, email_id uuid, type text, at timestamptz, key text, data jsonb)
    order by organisation_id, key
  ), fresh as (
    insert into event_keys (organisation_id, key) select organisation_id, key from given
    on conflict do nothing returning organisation_id, key
  ), appended as (
    insert into email_events (id, organisation_id, user_id, email_id, type, at, data)
    select id, organisation_id, user_id, email_id, type, at, data from given join fresh using (organisation_id, key)
    returning id, organisation_id, user_id, email_id, type, at
  ), waiting as (
    insert into uncounted_events (event_id, organisation_id, user_id, email_id, type, at) select * from appended
  )
  select id from appended`;
