import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { OrganisationId } from '#shared/ids.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('a handle shows its own organisation and no other, in statements and in Prisma', async () => {
  const other = await world.newcomer();
  const mine = world.database.of(world.caller.organisationId);
  expect(await mine.query('select id from users')).toEqual([{ id: world.caller.userId }]);
  expect((await mine.rows.user.findMany()).map(({ id }) => id)).toEqual([world.caller.userId]);
  expect(await mine.query('select id from users where id = $1', [other.caller.userId])).toEqual([]);
});

test('connections that were bound to one organisation are bound anew for the next', async () => {
  const other = await world.newcomer();
  const seen = await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const { organisationId, userId } = (i % 2 ? world : other).caller;
      const rows = await world.database.of(organisationId).query<{ id: string }>('select id from users');
      return rows.length === 1 && rows[0]?.id === userId;
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
});

test('a row for another organisation is refused', async () => {
  const insert = world.database
    .of(world.caller.organisationId)
    .query(`insert into company_data (organisation_id, domain, name) values ($1, 'x.example', 'X')`, [randomUUID()]);
  await expect(insert).rejects.toThrow(/row-level security/);
});

test('without a binding there are no rows at all, but an error', async () => {
  const client = await world.owner.connect();
  try {
    await client.query('set role lumina_app');
    await expect(client.query('select * from users')).rejects.toThrow(/lumina.organisation/);
  } finally {
    client.release(true);
  }
});

test('a transaction that fails leaves nothing, and its connection still works', async () => {
  const rows = world.database.of(world.caller.organisationId);
  const failing = rows.transaction(async (sql) => {
    await sql.query(`insert into company_data (organisation_id, domain, name) values ($1, 'gone.example', 'Gone')`, [
      world.caller.organisationId,
    ]);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await rows.query(`select from company_data where domain = 'gone.example'`)).toEqual([]);
});

test('a connection lost in the middle of a transaction fails that work and ends nothing else', async () => {
  const rows = world.database.of(world.caller.organisationId);
  const failing = rows.transaction(async (sql) => {
    const [mine] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
    await world.owner.query('select pg_terminate_backend($1)', [mine?.pid]);
    await vi.waitFor(async () =>
      expect((await world.owner.query('select from pg_stat_activity where pid = $1', [mine?.pid])).rowCount).toBe(0),
    );
    await sql.query('select 1');
  });
  await expect(failing).rejects.toThrow();
  expect(await rows.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('every table but the ledger of migrations carries its organisation and a policy that binds it', async () => {
  const { rows } = await world.owner.query<{ name: string; bound: boolean; forced: boolean }>(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_policies p where p.tablename = c.relname and 'lumina_app' = any (p.roles)
              and p.qual like '%lumina.organisation%') as bound
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> '_prisma_migrations'`);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(({ bound, forced }) => !bound || !forced)).toEqual([]);
});

test('an organisation that does not exist sees nothing', async () => {
  expect(await world.database.of(OrganisationId.parse(randomUUID())).query('select id from users')).toEqual([]);
});
