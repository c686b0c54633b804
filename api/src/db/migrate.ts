import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Spells `LUMI`; held while migrating, so that two starts at once do it once. */
const MIGRATION_LOCK = 0x4c554d49;

/**
 * Brings a database to the newest migration of prisma/migrations. Each runs in a transaction of its own and is noted
 * in `_prisma_migrations` as Prisma writes it (checksum = sha256 of the file), so that its tools agree.
 * @throws when a migration that already ran was changed since, or when one fails; nothing of it remains then.
 */
export async function migrate(databaseUrl: string, log: (line: string) => void = () => undefined): Promise<void> {
  await createDatabaseIfMissing(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(LEDGER);
    const done = new Map(
      (
        await client.query<{ migration_name: string; checksum: string }>(
          'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
        )
      ).rows.map((row) => [row.migration_name, row.checksum]),
    );
    for (const { name, sql, checksum } of await readMigrations()) {
      const before = done.get(name);
      if (before !== undefined && before !== checksum)
        throw new Error(`Migration ${name} was changed after it ran here. Put it back and add a new one instead.`);
      if (before !== undefined) continue;
      log(`migrating: ${name}`);
      await apply(client, name, sql, checksum);
    }
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string) {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       values ($1, $2, now(), $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed; the database is as it was before. ${why}${adviceFor(error)}`, {
      cause: error,
    });
  }
}

/** Every query runs as one of two roles, which belong to the whole server: a database's owner alone can't make them. */
function adviceFor(error: unknown): string {
  const isRefused = error instanceof pg.DatabaseError && error.code === '42501' && /role/.test(error.message);
  return isRefused
    ? `. Let an administrator say: alter role <user of DATABASE_URL> createrole; and where lumina_app and lumina_system are there already: grant lumina_app, lumina_system to <user of DATABASE_URL> with admin option`
    : '';
}

async function readMigrations() {
  const folder = migrationsFolder();
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((e) => e.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The SQL is not compiled, so it is found by walking up: from api/src/db as from dist/api/src/db. */
function migrationsFolder() {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'prisma/migrations');
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) throw new Error('prisma/migrations was not found beside the program');
  }
}

async function createDatabaseIfMissing(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '3D000') throw error;
    const url = new URL(databaseUrl);
    const name = decodeURIComponent(url.pathname.slice(1));
    url.pathname = '/postgres';
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    try {
      await admin.query(`create database ${pg.escapeIdentifier(name)}`);
    } finally {
      await admin.end();
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

const LEDGER = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;
