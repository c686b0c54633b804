import { Injectable } from '@nestjs/common';
import type { MailboxId, OrganisationId } from '#shared/ids.js';
import { Database, type Sql } from '../db/database.js';

const TIDY_EVERY_MS = 30_000;

/** A push somebody has to act on. */
export interface Push {
  id: string;
  /** The message it tells of, where it tells of one; null: look what is new. */
  messageId: string | null;
}

/** Pushes that were verified and not yet acted on. A mailbox that is silent for long gets one from ourselves. */
@Injectable()
export class PushInbox {
  private tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly database: Database) {}

  /** Keeps pushes, each once. Answers the mailboxes that learned of one; an id that is no mailbox of ours is let go. */
  async keep(
    pushes: readonly { mailboxId: MailboxId; pushId: string; messageId?: string | undefined }[],
  ): Promise<{ organisationId: OrganisationId; mailboxId: MailboxId }[]> {
    return this.database.system.query(
      `with kept as (
         insert into push_inbox (organisation_id, mailbox_id, push_id, message_id)
         select m.organisation_id, m.id, p.push_id, p.message_id
         from unnest($1::uuid[], $2::text[], $3::text[]) as p (mailbox_id, push_id, message_id) join mailboxes m on m.id = p.mailbox_id
         order by m.id, p.push_id -- two batches with the same pushes must not wait for each other
         on conflict (mailbox_id, push_id) do nothing
         returning organisation_id, mailbox_id
       )
       select distinct organisation_id as "organisationId", mailbox_id as "mailboxId" from kept`,
      [
        pushes.map(({ mailboxId }) => mailboxId),
        pushes.map(({ pushId }) => pushId),
        pushes.map(({ messageId }) => messageId ?? null),
      ],
    );
  }

  /** Mailboxes with something unhandled, in all organisations. */
  async waiting(): Promise<{ organisationId: OrganisationId; mailboxId: MailboxId }[]> {
    if (performance.now() - this.tidiedAt > TIDY_EVERY_MS) await this.tidy();
    return this.database.system.query(
      `select distinct m.organisation_id as "organisationId", m.id as "mailboxId"
       from push_inbox p join mailboxes m on m.id = p.mailbox_id where p.handled_at is null and m.health = 'ok'`,
    );
  }

  async unhandled(organisationId: OrganisationId, mailboxId: MailboxId): Promise<Push[]> {
    return this.database
      .of(organisationId)
      .query('select id, message_id as "messageId" from push_inbox where mailbox_id = $1 and handled_at is null', [
        mailboxId,
      ]);
  }

  async handled(sql: Sql, pushes: readonly Push[]): Promise<void> {
    if (pushes.length > 0)
      await sql.query('update push_inbox set handled_at = now() where id = any($1::bigint[])', [
        pushes.map(({ id }) => id),
      ]);
  }

  /** Gmail may delay or drop pushes (its push guide says so), and Graph says that it does, so after five minutes of silence we look by ourselves. */
  private async tidy() {
    this.tidiedAt = performance.now();
    await this.database.system.query(
      `insert into push_inbox (organisation_id, mailbox_id, push_id)
       select organisation_id, id, 'silence ' || floor(extract(epoch from now()) / 300) from mailboxes m
       where health = 'ok' and not exists
         (select from push_inbox p where p.mailbox_id = m.id and p.received_at > now() - interval '5 minutes')
       on conflict do nothing`,
    );
    // Pub/Sub repeats a push for seven days at most; after that its row tells nothing any more.
    await this.database.system.query(`delete from push_inbox where handled_at < now() - interval '8 days'`);
  }
}
