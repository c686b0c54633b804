import { Injectable } from '@nestjs/common';
import type { OrganisationId } from '#shared/ids.js';
import type { Overview } from '#shared/overview.js';
import { longPoll } from '../changes/long-poll.js';
import { Database } from '../db/database.js';
import { RollupBell } from './rollup-bell.js';

const LATEST = 20;

export interface OverviewQuestion {
  days: number;
  /** The version the caller has; an answer waits for another one. */
  since: number | undefined;
  waitMs: number;
}

/** What an admin sees at a glance. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly bell: RollupBell,
  ) {}

  read(
    organisationId: OrganisationId,
    { days, since, waitMs }: OverviewQuestion,
    signal: AbortSignal,
  ): Promise<Overview> {
    return longPoll({
      bell: this.bell,
      key: organisationId,
      waitMs,
      signal,
      read: () => this.overview(organisationId, days),
      hasNews: (overview) => overview.version !== since,
    });
  }

  /** One statement, so that the version and the numbers are of the same moment. */
  private async overview(organisationId: OrganisationId, days: number): Promise<Overview> {
    const [row] = await this.database
      .of(organisationId)
      .query<Omit<Overview, 'version' | 'totals'> & { version: string }>(OVERVIEW, [organisationId, days]);
    if (!row) throw new Error('a signed-in admin has no organisation');
    const total = (metric: 'sent' | 'replied' | 'bounced') => row.days.reduce((sum, day) => sum + day[metric], 0);
    const totals = { sent: total('sent'), replied: total('replied'), bounced: total('bounced') };
    return { ...row, version: Number(row.version), totals };
  }
}

// "Accepted" is left out of the latest: every mail would stand there twice.
const OVERVIEW = `
  select o.rollup_version as version, o.name as organisation,
    (select jsonb_agg(d order by d.day) from (
       select to_char(span.day, 'YYYY-MM-DD') as day,
         coalesce(sum(count) filter (where metric = 'sent'), 0)::int as sent,
         coalesce(sum(count) filter (where metric = 'replied'), 0)::int as replied,
         coalesce(sum(count) filter (where metric = 'bounced'), 0)::int as bounced
       from (select ((now() at time zone 'UTC')::date - n) as day from generate_series(0, $2::int - 1) n) span
       left join rollups r on r.day = span.day and r.organisation_id = $1
       group by span.day) d) as days,
    coalesce((select jsonb_agg(l) from (
       select e.id, e.type, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
         e.email_id as "emailId", u.name as rep, m."to" -> 0 ->> 'email' as "to"
       from email_events e join users u on u.id = e.user_id join emails m on m.id = e.email_id
       where e.organisation_id = $1 and e.type <> 'email.accepted'
       order by e.appended_at desc, e.at desc, e.id limit ${LATEST}) l), '[]') as latest
  from organisations o where o.id = $1`;
