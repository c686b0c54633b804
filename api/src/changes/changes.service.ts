import { Injectable } from '@nestjs/common';
import type { Change, ChangePage } from '#shared/change.js';
import type { OrganisationId, UserId } from '#shared/ids.js';
import type { Caller } from '../auth/caller.js';
import { Database, type Sql } from '../db/database.js';
import { ChangeBell } from './change-bell.js';
import { longPoll } from './long-poll.js';

export type NewChange = Omit<Change, 'seq' | 'at'> & { organisationId: OrganisationId; userId: UserId };

/** At most this many at once; the caller asks again from `upTo`. */
const PAGE = 200;

/** What one user's extensions missed. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly database: Database,
    private readonly bell: ChangeBell,
  ) {}

  /**
   * Tells one user's extensions, once the transaction of `sql` commits. Call it last in there: it holds the user's row,
   * so that numbers are given in the order of commits and a reader can never pass one that commits late.
   */
  async feed(sql: Sql, change: NewChange): Promise<void> {
    const { organisationId, userId, kind, emailId, draftId, status, text } = change;
    await sql.query(FEED, [organisationId, userId, kind, emailId, draftId, status, text]);
  }

  /**
   * Changes after `since`, as soon as there are any or `waitMs` passed. `upTo` is what to ask from next; below `since`
   * when that number was never given out (a database put back to an older state).
   */
  read(caller: Caller, since: number, waitMs: number, signal: AbortSignal): Promise<ChangePage> {
    return longPoll({
      bell: this.bell,
      key: caller.userId,
      waitMs,
      signal,
      read: () => this.page(caller, since),
      hasNews: (page) => page.changes.length > 0 || page.upTo !== since,
    });
  }

  private async page({ organisationId, userId }: Caller, since: number): Promise<ChangePage> {
    const rows = await this.database.of(organisationId).query<Change & { seq: string; newest: string }>(
      `select u.change_seq as newest, c.seq, c.kind, c.status, c.text, c.email_id as "emailId", c.draft_id as "draftId",
         to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from users u left join lateral
         (select * from changes where user_id = u.id and seq > $2 order by seq limit ${PAGE}) c on true
       where u.id = $1 order by c.seq`,
      [userId, since],
    );
    const changes = rows
      .filter((row) => row.seq !== null)
      .map(({ newest: _, ...row }) => ({ ...row, seq: Number(row.seq) }));
    return { changes, upTo: changes.at(-1)?.seq ?? Number(rows[0]?.newest ?? 0) };
  }
}

const FEED = `
  with next as (
    update users set change_seq = change_seq + 1 where id = $2 and organisation_id = $1 returning change_seq
  ), fed as (
    insert into changes (organisation_id, user_id, seq, kind, email_id, draft_id, status, text)
    select $1, $2, change_seq, $3, $4, $5, $6, $7 from next returning user_id
  )
  select pg_notify('lumina_changes', user_id::text) from fed`;
