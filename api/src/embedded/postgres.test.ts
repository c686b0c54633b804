import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderInUse, startPostgres } from './postgres.js';
import { commandOf, isRunning, signalTo, until } from './running.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lumina-embedded-'));
  chmodSync(dir, 0o755);
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

test('what was committed is there after the server and a restart were killed with -9', async () => {
  const first = await startPostgres({ dir });
  await query(first.url, 'CREATE TABLE kept (words text)');
  await query(first.url, "INSERT INTO kept VALUES ('still here')");
  signalTo(first.pid(), 'SIGKILL');
  // The same URL answers again: whoever holds a connection string needs no new one.
  expect(await until(() => canQuery(first.url), 20_000, 100)).toBe(true);
  expect(await query(first.url, 'SELECT words FROM kept')).toEqual([{ words: 'still here' }]);
  await first.stop();
  const second = await startPostgres({ dir });
  expect(await query(second.url, 'SELECT words FROM kept')).toEqual([{ words: 'still here' }]);
  await second.stop();
});

test('a second start in the same folder is refused and does not disturb the first', async () => {
  const first = await startPostgres({ dir });
  const before = first.pid();
  await expect(startPostgres({ dir })).rejects.toBeInstanceOf(FolderInUse);
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(first.pid()).toBe(before);
  await first.stop();
  expect(isRunning(before)).toBe(false);
});

test('two processes that start at once end with one server, and only its owner stops it', async () => {
  const contenders = [contend(dir), contend(dir)];
  const outcomes = await Promise.all(contenders.map((contender) => contender.outcome));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['refused', 'started']);
  const owner = contenders[outcomes.findIndex(({ kind }) => kind === 'started')];
  const pid = Number(outcomes.find(({ kind }) => kind === 'started')?.detail);
  expect(isRunning(pid)).toBe(true);
  // The owner dies without a word; the server it leaves is taken over, not fought.
  owner?.kill();
  expect(await until(() => !existsSync(`/proc/${owner?.pid}`) || process.platform !== 'linux', 5000)).toBe(true);
  const heir = await startPostgres({ dir });
  expect(heir.pid()).toBe(pid);
  await heir.stop();
  expect(isRunning(pid)).toBe(false);
});

test('a process id left in the folder that belongs to somebody else by now does not keep it from starting', async () => {
  await (await startPostgres({ dir })).stop();
  writeFileSync(
    join(dir, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${join(dir, 'postgres')}\n0\n5432\n\n127.0.0.1\n`,
  );
  const server = await startPostgres({ dir });
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('a first start that was cut off half-way is begun again', async () => {
  const unfinished = join(dir, 'postgres.unfinished');
  mkdirSync(unfinished);
  writeFileSync(join(unfinished, 'PG_VERSION'), '18\n');
  writeFileSync(join(dir, 'postgres.password'), 'from the start that was cut off\n', { mode: 0o600 });
  const server = await startPostgres({ dir });
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('data of another PostgreSQL is left alone, and the message says what to do', async () => {
  await (await startPostgres({ dir })).stop();
  writeFileSync(join(dir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startPostgres({ dir })).rejects.toThrow(/written by PostgreSQL 17.*pg_dump/);
});

test('nobody else on the machine can read the data, the password or the log', async () => {
  const server = await startPostgres({ dir });
  expect(statSync(join(dir, 'postgres')).mode & 0o077).toBe(0);
  expect(statSync(join(dir, 'postgres', 'lumina.password')).mode & 0o077).toBe(0);
  expect(statSync(join(dir, 'postgres.log')).mode & 0o077).toBe(0);
  await expect(query(server.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(
    /password authentication failed/,
  );
  await server.stop();
});

test('run by root, the server itself is not root; where it cannot enter, the message says where to go', async () => {
  const closed = join(dir, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  if (process.getuid?.() === 0) {
    await expect(startPostgres({ dir: join(closed, 'state') })).rejects.toThrow(/LUMINA_STATE_DIR/);
  }
  const server = await startPostgres({ dir: join(dir, 'open') });
  if (process.platform === 'linux') {
    expect(commandOf(server.pid())).toContain('postgres');
    expect(readFileSync(`/proc/${server.pid()}/status`, 'utf8')).not.toMatch(/^Uid:\t0\t/m);
  }
  await server.stop();
});

test('a folder moved elsewhere brings its data along', async () => {
  const here = join(dir, 'here');
  const first = await startPostgres({ dir: here });
  await query(first.url, 'CREATE TABLE carried (n int)');
  await first.stop();
  const there = join(dir, 'there');
  renameSync(here, there);
  const second = await startPostgres({ dir: there });
  expect(await query(second.url, 'SELECT count(*)::int AS n FROM carried')).toEqual([{ n: 0 }]);
  await second.stop();
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function canQuery(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

/** A process of its own that starts PostgreSQL in `dir` and stays until it is killed. */
function contend(dir: string) {
  const script = `
    const { startPostgres, FolderInUse } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)});
    try { console.log('started', (await startPostgres({ dir: ${JSON.stringify(dir)} })).pid()); setInterval(() => {}, 1000); }
    catch (error) { console.log(error instanceof FolderInUse ? 'refused' : 'failed ' + error.message); }`;
  const hook = new URL('../../../e2e/start/from-source.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', hook, '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcome = new Promise<{ kind: string; detail: string }>((resolve) => {
    child.stdout.once('data', (line) => {
      const [kind = '', ...detail] = String(line).trim().split(' ');
      resolve({ kind, detail: detail.join(' ') });
    });
  });
  return { outcome, pid: child.pid, kill: () => child.kill('SIGKILL') };
}
