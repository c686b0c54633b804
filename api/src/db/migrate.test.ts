import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { createDatabase } from '../testing/database.js';
import { migrate } from './migrate.js';

let admin: pg.Pool;
beforeAll(async () => {
  // So that the two roles are there, as on a server that has served Lumina before.
  await createDatabase();
  admin = new pg.Pool({ connectionString: inject('postgresUrl'), max: 1 });
});
afterAll(() => admin.end());

/** An empty database owned by a user who is no superuser. */
async function ownDatabase(rights: 'createrole' | 'nocreaterole') {
  const name = `owner_${randomUUID().replaceAll('-', '')}`;
  await admin.query(`create role ${name} login ${rights} password 'secret'`);
  await admin.query(`create database ${name} owner ${name}`);
  onTestFinished(async () => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.query(`drop role ${name}`);
  });
  const url = new URL(inject('postgresUrl'));
  Object.assign(url, { username: name, password: 'secret', pathname: `/${name}` });
  return { name, url: url.href };
}

test('a database owned by a user who may hand out the two roles is all it takes', async () => {
  const { name, url } = await ownDatabase('createrole');
  await admin.query(`grant lumina_app, lumina_system to ${name} with admin option`);
  await migrate(url);
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set role lumina_system');
    expect((await client.query('select from organisations')).rowCount).toBe(0);
  } finally {
    await client.end();
  }
});

test('a user who may not is told what is missing, and nothing is left behind', async () => {
  const { url } = await ownDatabase('nocreaterole');
  await expect(migrate(url)).rejects.toThrow(/createrole.*admin option/);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    expect((await client.query(`select from pg_tables where schemaname = 'public'`)).rowCount).toBe(1);
  } finally {
    await client.end();
  }
});

test('a month whose events have gone to the default partition stops no other month', async () => {
  const client = new pg.Client({ connectionString: await createDatabase() });
  await client.connect();
  try {
    const months = () =>
      client.query(
        `select relname from pg_class where relname ~ '^email_events_[0-9_]+$' and relkind = 'r' order by relname`,
      );
    const { rows: all } = await months();
    expect(all).toHaveLength(3);
    const id = randomUUID();
    await client.query(`insert into organisations (id, name) values ($1, 'Northwind')`, [id]);
    await client.query(
      `insert into users (id, organisation_id, subject, email, name, role) values ($1::uuid, $1::uuid, $1::text, 'a@b.example', 'Ada', 'rep')`,
      [id],
    );
    for (const { relname } of all) await client.query(`drop table ${relname}`);
    await client.query(
      `insert into email_events (id, organisation_id, user_id, type, at) values ($1, $1, $1, 'suggestion.accepted', now())`,
      [id],
    );
    await client.query('select ensure_event_partitions()');
    expect((await months()).rows).toEqual(all.slice(1));
  } finally {
    await client.end();
  }
});
