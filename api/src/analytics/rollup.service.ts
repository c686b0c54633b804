import { Injectable } from '@nestjs/common';
import type { EmailId, EventId, OrganisationId, UserId } from '#shared/ids.js';
import { Database, type Sql } from '../db/database.js';
import { type CountableEvent, countKey, fold, metricOf } from './fold.js';

const BATCH = 1_000;

/** One number, as it should be or as it is. */
export interface RollupNumber {
  userId: UserId;
  day: string;
  metric: string;
  count: number;
}

type UncountedRow = CountableEvent & { id: EventId };

/** Folds the log into numbers. Which events were counted is kept row by row: a mark "up to here" would skip late commits. */
@Injectable()
export class RollupService {
  constructor(private readonly database: Database) {}

  /** Organisations with events nobody counted yet: for the sweep. */
  async uncounted(): Promise<OrganisationId[]> {
    const rows = await this.database.system.query<{ organisation_id: OrganisationId }>(
      'select distinct organisation_id from uncounted_events',
    );
    return rows.map((row) => row.organisation_id);
  }

  /** Counts until nothing is left. Doing it twice, or in two processes at once, counts nothing twice. */
  async count(organisationId: OrganisationId): Promise<void> {
    let counted = BATCH;
    while (counted === BATCH)
      counted = await this.database.of(organisationId).transaction((sql) => this.countBatch(sql, organisationId));
  }

  /** The numbers as the log alone gives them, to hold the rollups against. */
  async recount(organisationId: OrganisationId): Promise<RollupNumber[]> {
    const metrics = Object.entries(metricOf).map(([type, metric]) => ({ type, metric }));
    return this.database.of(organisationId).query<RollupNumber>(
      `select user_id as "userId", to_char(day, 'YYYY-MM-DD') as day, metric, count(*)::int as count from (
         select user_id, email_id, metric, (min(at) at time zone 'UTC')::date as day
         from email_events join jsonb_to_recordset($2::jsonb) as m (type text, metric text) using (type)
         where organisation_id = $1 and email_id is not null group by user_id, email_id, metric) firsts
       group by 1, 2, 3 order by 1, 2, 3`,
      [organisationId, JSON.stringify(metrics)],
    );
  }

  private async countBatch(sql: Sql, organisationId: OrganisationId): Promise<number> {
    // One count at a time: what another one holds is neither counted nor uncounted. "No key": a plain update's lock would
    // make every new row of the organisation, a rep's send among them, wait for us.
    await sql.query('select from organisations where id = $1 for no key update', [organisationId]);
    const events = await sql.query<UncountedRow>(
      `delete from uncounted_events where event_id in
         (select event_id from uncounted_events where organisation_id = $1 limit ${BATCH} for update skip locked)
       returning event_id as id, user_id as "userId", email_id as "emailId", type, at`,
      [organisationId],
    );
    if (events.length === 0) return 0;
    const increments = fold(events, await this.counted(sql, organisationId, events));
    await sql.query(
      `insert into rollups (organisation_id, user_id, day, metric, count)
       select $1, "userId", day, metric, by from jsonb_to_recordset($2::jsonb) as i ("userId" uuid, day date, metric text, by int)
       order by day, metric, "userId"
       on conflict (organisation_id, day, metric, user_id) do update set count = rollups.count + excluded.count`,
      [organisationId, JSON.stringify(increments)],
    );
    await sql.query('update organisations set rollup_version = rollup_version + 1 where id = $1', [organisationId]);
    await sql.query(`select pg_notify('lumina_rollups', $1)`, [organisationId]);
    return events.length;
  }

  /** The earliest event behind each number these events touch; what is not counted yet is still marked as such. */
  private async counted(sql: Sql, organisationId: OrganisationId, batch: UncountedRow[]): Promise<Map<string, Date>> {
    const rows = await sql.query<{ emailId: EmailId; type: CountableEvent['type']; at: Date }>(
      `select e.email_id as "emailId", e.type, min(e.at) as at from email_events e
       where e.organisation_id = $1 and e.email_id = any($2::uuid[]) and e.id <> all($3::uuid[])
         and not exists (select from uncounted_events u where u.event_id = e.id)
       group by 1, 2`,
      [
        organisationId,
        [...new Set(batch.map((event) => event.emailId).filter((id) => id !== null))],
        batch.map((e) => e.id),
      ],
    );
    return new Map(rows.map((row) => [countKey(row) ?? '', row.at]));
  }
}
