import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, FolderInUse, startPostgres } from '#api/embedded/postgres.js';
import { signalTo } from '#api/embedded/running.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the run's own PostgreSQL, with the right to make databases: one for each test file. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run. It does not wait for the disk: what tests write, nobody will miss. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await firstFree();
  project.provide('postgresUrl', postgres.adminUrl);
  // A run that is interrupted does not come to its end below.
  const onExit = () => signalTo(postgres.pid(), 'SIGINT');
  process.once('exit', onExit);
  return async () => {
    process.off('exit', onExit);
    await postgres.stop();
  };
}

/**
 * The folders are kept between runs, which saves making a database each time, and lets a run take over the server of one
 * that was killed. Runs at the same time take one each.
 */
async function firstFree(): Promise<EmbeddedPostgres> {
  const home = join(tmpdir(), `lumina-tests-${userInfo().username}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  for (let slot = 0; ; slot++) {
    const dir = join(home, `postgres-${slot}`);
    try {
      return await startClean(dir);
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
    }
  }
}

const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

async function startClean(dir: string): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ dir, settings }).catch((error: unknown) => {
    if (error instanceof FolderInUse) throw error;
    // Without waiting for the disk, a machine that lost its power may leave a folder no server starts from.
    rmSync(join(dir, 'postgres'), { recursive: true, force: true });
    return startPostgres({ dir, settings });
  });
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  const left = await client.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', 'lumina')",
  );
  for (const { name } of left.rows) await client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
  return postgres;
}
