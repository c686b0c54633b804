import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { type ApiClient, createApiClient } from '#shared/api-client.js';
import { MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import { createApp } from '../app.js';
import { AccessTokens } from '../auth/access-tokens.js';
import type { Caller } from '../auth/caller.js';
import { type Config, readConfig } from '../config.js';
import { Database } from '../db/database.js';
import { createDatabase } from './database.js';

export interface World extends AsyncDisposable {
  url: string;
  config: Config;
  app: NestFastifyApplication;
  database: Database;
  /** A connection as the database's owner, whom no policy hides a row from: for looking, and for trying to break things. */
  owner: pg.Pool;
  /** Calls as the world's rep, an admin. */
  call: ApiClient;
  caller: Caller;
  mailboxId: MailboxId;
  address: string;
  /** Another person with rows of their own: a client, and who they are. Another organisation, unless one is given. */
  newcomer(options?: { organisationId?: OrganisationId; role?: 'rep' | 'admin' }): Promise<Person>;
  as(caller: Caller): Promise<ApiClient>;
}

export interface Person {
  call: ApiClient;
  caller: Caller;
  mailboxId: MailboxId;
  address: string;
}

/** The API on a database of its own, with one organisation, one rep and one mailbox. `environment` adds settings. */
export async function createWorld(environment: Record<string, string> = {}): Promise<World> {
  const databaseUrl = await createDatabase();
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    LUMINA_SECRET: 'a secret only these tests use, long enough',
    LOG_LEVEL: 'error',
    PORT: '0',
    ...environment,
  });
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  const owner = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  owner.on('error', () => undefined);
  const as = async (caller: Caller): Promise<ApiClient> => {
    const { accessToken } = await app.get(AccessTokens).issue(caller);
    return createApiClient((path, init) =>
      fetch(url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
    );
  };
  const newcomer: World['newcomer'] = async ({ organisationId, role = 'admin' } = {}) => {
    const person = await addPerson(owner, organisationId, role);
    return { ...person, call: await as(person.caller) };
  };
  const rep = await newcomer();
  return {
    url,
    config,
    app,
    database: app.get(Database),
    owner,
    ...rep,
    newcomer,
    as,
    async [Symbol.asyncDispose]() {
      await app.close();
      await owner.end();
    },
  };
}

async function addPerson(owner: pg.Pool, given: OrganisationId | undefined, role: 'rep' | 'admin') {
  const organisationId = given ?? OrganisationId.parse(randomUUID());
  const userId = UserId.parse(randomUUID());
  const mailboxId = MailboxId.parse(randomUUID());
  const address = `rep-${userId.slice(0, 8)}@northwind.example`;
  if (!given) await owner.query(`insert into organisations (id, name) values ($1, 'Northwind')`, [organisationId]);
  await owner.query(
    `insert into users (id, organisation_id, subject, email, name, role) values ($1, $2, $3, $4, 'Ada Seller', $5)`,
    [userId, organisationId, `test:${userId}`, address, role],
  );
  await owner.query(
    `insert into mailboxes (id, organisation_id, user_id, provider, address, sealed_tokens, scopes)
     values ($1, $2, $3, 'gmail', $4, 'sealed', '{}')`,
    [mailboxId, organisationId, userId, address],
  );
  return { caller: { userId, organisationId, role } satisfies Caller, mailboxId, address };
}
