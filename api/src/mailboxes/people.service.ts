import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import type { Role } from '#shared/user.js';
import type { Caller } from '../auth/caller.js';
import { Database, type Sql } from '../db/database.js';
import type { MailboxTokens, SignedIn } from '../providers/google-sign-in.js';
import { MailboxesService } from './mailboxes.service.js';

/** The address is connected in another organisation; whoever owns it must disconnect it there first. */
export class MailboxElsewhere extends Error {}

/** Who belongs to which organisation, as their sign-ins tell. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly mailboxes: MailboxesService,
  ) {}

  /**
   * Makes or finds the person, their organisation and their mailbox, all or nothing. An organisation is a Workspace
   * domain; a consumer's address gets one of its own. Its first person is its admin.
   * @throws MailboxElsewhere
   */
  async welcome(person: SignedIn, tokens: MailboxTokens): Promise<{ caller: Caller; mailboxId: MailboxId }> {
    return this.database.system.transaction(async (sql) => {
      // Somebody may sign in twice at the same moment: one after the other, then.
      await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [person.email]);
      const known = await this.known(sql, person);
      const organisationId = known?.organisationId ?? (await this.organisationOf(sql, person));
      const caller = known ?? (await this.join(sql, organisationId, person));
      return { caller, mailboxId: await this.connect(sql, caller, person, tokens) };
    });
  }

  private async known(sql: Sql, { subject, email, name }: SignedIn): Promise<Caller | undefined> {
    const [row] = await sql.query<Caller>(
      `update users set email = $2, name = $3 where subject = $1
       returning id as "userId", organisation_id as "organisationId", role`,
      [subject, email, name],
    );
    return row;
  }

  private async organisationOf(sql: Sql, { hostedDomain, name }: SignedIn): Promise<OrganisationId> {
    // The update of nothing takes the row's lock, so that of two first people one is the admin.
    const [row] = await sql.query<{ id: OrganisationId }>(
      `insert into organisations (id, name, domain) values ($1, $2, $3)
       on conflict (domain) do update set domain = excluded.domain returning id`,
      [OrganisationId.parse(randomUUID()), hostedDomain ?? name, hostedDomain],
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

  private async connect(sql: Sql, caller: Caller, person: SignedIn, tokens: MailboxTokens): Promise<MailboxId> {
    const { organisationId, userId } = caller;
    const [held] = await sql.query<{ id: MailboxId; organisation_id: OrganisationId }>(
      `select id, organisation_id from mailboxes where provider = 'gmail' and address = $1 for update`,
      [person.email],
    );
    if (held && held.organisation_id !== organisationId) throw new MailboxElsewhere();
    const mailboxId = held?.id ?? MailboxId.parse(randomUUID());
    const sealed = this.mailboxes.seal(tokens, { organisationId, mailboxId });
    await sql.query(
      `insert into mailboxes (id, organisation_id, user_id, provider, address, sealed_tokens, scopes)
       values ($1, $2, $3, 'gmail', $4, $5, $6)
       on conflict (id) do update set user_id = $3, sealed_tokens = $5, scopes = $6, health = 'ok'`,
      [mailboxId, organisationId, userId, person.email, sealed, person.scopes],
    );
    return mailboxId;
  }
}
