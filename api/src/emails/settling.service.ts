import { Injectable } from '@nestjs/common';
import type { Email } from '#shared/email.js';
import type { DraftId, EmailId } from '#shared/ids.js';
import type { Caller } from '../auth/caller.js';
import { ChangesService } from '../changes/changes.service.js';
import { Database } from '../db/database.js';
import { EventsService } from '../events/events.service.js';
import { Refusal } from '../http/problem.js';
import { QueueService } from '../queue/queue.service.js';
import { EmailsService } from './emails.service.js';
import { type SendState, statusOf } from './sending.js';

interface Settlement {
  /** Where it may be decided from. */
  from: SendState[];
  to: 'sent' | 'cancelled';
  text: string;
}

/** What a rep decides about a send: to take it back, or how it ended where nobody could prove it. */
@Injectable()
export class SettlingService {
  constructor(
    private readonly database: Database,
    private readonly emails: EmailsService,
    private readonly events: EventsService,
    private readonly changes: ChangesService,
    private readonly queue: QueueService,
  ) {}

  /**
   * Takes a send back. Legal until the first request to send is stored, which makes it certain that nothing leaves: a
   * worker that is just at it stores by compare-and-set and finds itself overtaken.
   * @throws Refusal tooLate, notFound
   */
  async cancel(caller: Caller, id: EmailId): Promise<Email> {
    const isSettled = await this.settle(caller, id, {
      from: ['queued', 'drafting', 'drafted', 'paused'],
      to: 'cancelled',
      text: 'Taken back. Nothing was sent.',
    });
    const email = await this.emails.read(caller, id);
    if (isSettled || email.status === 'CANCELLED') return email;
    throw new Refusal(
      'tooLate',
      'It is too late to take this back: it is on its way to the recipient, or was sent already.',
    );
  }

  /** Settles an email whose outcome could not be proved. @throws Refusal tooLate when it is settled otherwise, notFound */
  async resolve(caller: Caller, id: EmailId, as: 'sent' | 'dropped'): Promise<Email> {
    const to = as === 'sent' ? 'sent' : 'cancelled';
    const text = as === 'sent' ? 'Sent, as you told us.' : 'Dropped, as you told us.';
    const isSettled = await this.settle(caller, id, { from: ['unknown'], to, text });
    const email = await this.emails.read(caller, id);
    if (isSettled || email.status === statusOf(to)) return email;
    throw new Refusal('tooLate', 'This email needs no decision: its outcome is known.');
  }

  private async settle(caller: Caller, id: EmailId, { from, to, text }: Settlement): Promise<boolean> {
    const { organisationId, userId } = caller;
    const settled = await this.database.of(organisationId).transaction(async (sql) => {
      const [row] = await sql.query<{ draftId: DraftId; at: Date }>(SETTLE, [
        organisationId,
        userId,
        id,
        from,
        to,
        statusOf(to),
      ]);
      if (!row) return false;
      const type = to === 'sent' ? 'email.sent' : 'email.cancelled';
      const key = `${type.slice('email.'.length)}:${id}`;
      await this.events.append(sql, [
        { organisationId, userId, emailId: id, type, at: row.at, key, data: { by: 'rep' } },
      ]);
      const change = { kind: 'email.status', emailId: id, draftId: row.draftId, status: statusOf(to), text } as const;
      await this.changes.feed(sql, { organisationId, userId, ...change });
      return true;
    });
    if (settled) {
      this.queue.nudge('rollup', { organisationId });
      if (to === 'cancelled') this.queue.nudge('send', { organisationId, emailId: id });
    }
    return settled;
  }
}

// Where a worker has been at it there may be a draft of ours left in the mailbox: somebody should tidy up.
const SETTLE = `
  with before as (
    select s.email_id, s.state, s.version, e.draft_id from email_sends s join emails e on e.id = s.email_id
    where s.organisation_id = $1 and e.user_id = $2 and s.email_id = $3 and s.state = any($4)
      and (s.sending_started_at is null or s.state = 'unknown')
    for update of s
  ), settled as (
    update email_sends s set state = $5, version = s.version + 1, fence = s.fence + 1, lease_owner = null, lease_until = null,
      looks = 0, trouble = null, due_at = case when $5 = 'cancelled' and s.fence > 0 then now() end
    from before where s.email_id = before.email_id returning s.version
  ), journal as (
    insert into send_attempts (organisation_id, email_id, version, from_state, to_state, saw)
    select $1, $3, settled.version, before.state, $5, '{"saw": "decided by the rep"}' from settled, before
  ), told as (
    update emails set status = $6 where id = $3 and organisation_id = $1 and exists (select from settled)
      and status in ('PENDING_SEND', 'UNKNOWN')
  )
  select before.draft_id as "draftId", now() as at from settled, before`;
