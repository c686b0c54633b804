import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import type { Role } from '#shared/user.js';
import type { Caller } from '../auth/caller.js';
import { Database, type Sql } from '../db/database.js';
import type { SignedIn } from '../providers/sign-in.js';
import { MailboxesService } from './mailboxes.service.js';
import type { Connection } from './sign-in-codes.js';

/** The mailbox is somebody else's here, of the same organisation or another; it is never taken over in silence. */
export class MailboxTaken extends Error {
  constructor(readonly by: 'colleague' | 'elsewhere') {
    super(`the mailbox is connected by somebody else (${by})`);
  }
}

type Person = Omit<Caller, 'role'>;

/** Who belongs to which organisation, as their sign-ins tell. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly mailboxes: MailboxesService,
  ) {}

  /**
   * Makes or finds the person, their organisation and their mailbox, all or nothing. An organisation is a Workspace
   * domain or a Microsoft tenant; a consumer gets one of their own. Its first person is its admin.
   * @throws MailboxTaken
   */
  async welcome(person: SignedIn): Promise<{ caller: Caller; mailboxId: MailboxId }> {
    return this.database.system.transaction(async (sql) => {
      await oneByOne(sql, person);
      const caller = (await this.known(sql, person)) ?? (await this.join(sql, await this.company(sql, person), person));
      return { caller, mailboxId: await this.own(sql, caller, person) };
    });
  }

  /** Adds a mailbox to somebody, or renews its tokens where it is theirs already. @throws MailboxTaken */
  async connect(person: Person, connection: Connection): Promise<MailboxId> {
    return this.database.system.transaction(async (sql) => {
      await oneByOne(sql, connection);
      return this.own(sql, person, connection);
    });
  }

  /** @throws MailboxTaken where the mailbox, or the account that opens it, is somebody else's here. */
  async refuseOthers(person: Person, connection: Connection, sql: Sql = this.database.system): Promise<void> {
    const holders = await sql.query<Person>(
      `select organisation_id as "organisationId", id as "userId" from users where subject = $1
       union select organisation_id, user_id from mailboxes where subject = $1 or (provider = $2 and address = $3)`,
      [connection.subject, connection.provider, connection.email],
    );
    const other = holders.find(({ userId }) => userId !== person.userId);
    if (other) throw new MailboxTaken(other.organisationId === person.organisationId ? 'colleague' : 'elsewhere');
  }

  /** By the account they came with first, or by that of a mailbox they added. */
  private async known(sql: Sql, { subject, email, name }: SignedIn): Promise<Caller | undefined> {
    const caller = `u.id as "userId", u.organisation_id as "organisationId", u.role`;
    const [row] = await sql.query<Caller>(
      `update users u set email = $2, name = $3 where subject = $1 returning ${caller}`,
      [subject, email, name],
    );
    if (row) return row;
    const [owner] = await sql.query<Caller>(
      `select ${caller} from mailboxes m join users u on u.id = m.user_id where m.subject = $1 limit 1`,
      [subject],
    );
    return owner;
  }

  private async company(sql: Sql, { company, name }: SignedIn): Promise<OrganisationId> {
    const key = company?.by ?? 'domain';
    // The update of nothing takes the row's lock, so that of two first people one is the admin. No key, no conflict.
    const [row] = await sql.query<{ id: OrganisationId }>(
      `insert into organisations (id, name, ${key}) values ($1, $2, $3)
       on conflict (${key}) do update set ${key} = excluded.${key} returning id`,
      [OrganisationId.parse(randomUUID()), company?.name ?? name, company?.id ?? null],
    );
    if (!row) throw new Error('an upsert answered no row');
    return row.id;
  }

  private async join(sql: Sql, organisationId: OrganisationId, { subject, email, name }: SignedIn): Promise<Caller> {
    const userId = UserId.parse(randomUUID());
    const [row] = await sql.query<{ role: Role }>(
      `insert into users (id, organisation_id, subject, email, name, role)
       select $1, $2, $3, $4, $5, case when exists (select from users where organisation_id = $2) then 'rep' else 'admin' end
       returning role`,
      [userId, organisationId, subject, email, name],
    );
    if (!row) throw new Error('an insert answered no row');
    return { userId, organisationId, role: row.role };
  }

  private async own(sql: Sql, person: Person, connection: Connection): Promise<MailboxId> {
    await this.refuseOthers(person, connection, sql);
    const { organisationId, userId } = person;
    const { provider, email, subject, scopes, tokens } = connection;
    const [held] = await sql.query<{ id: MailboxId }>(
      'select id from mailboxes where provider = $1 and address = $2 for update',
      [provider, email],
    );
    const mailboxId = held?.id ?? MailboxId.parse(randomUUID());
    const sealed = this.mailboxes.seal(tokens, { organisationId, mailboxId });
    await sql.query(
      `insert into mailboxes (id, organisation_id, user_id, provider, address, subject, sealed_tokens, scopes)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set subject = $6, sealed_tokens = $7, scopes = $8, health = 'ok'`,
      [mailboxId, organisationId, userId, provider, email, subject, sealed, scopes],
    );
    return mailboxId;
  }
}

/** Somebody may sign in twice at the same moment: one after the other, then. */
const oneByOne = (sql: Sql, { provider, email }: Connection) =>
  sql.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`${provider} ${email}`]);
