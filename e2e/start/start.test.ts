import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, signalTo, until } from '#api/embedded/running.js';
import { type Running, readRunning } from './state-dir.js';

const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));
let stateDir: string;
const started: Start[] = [];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'lumina-start-'));
  chmodSync(stateDir, 0o755);
});
afterEach(async () => {
  for (const start of started.splice(0)) await start.interrupt();
  rmSync(stateDir, { recursive: true, force: true });
});

test('npm start brings everything up, a second one leaves it alone, and Ctrl+C leaves nothing behind', async () => {
  const first = npmStart();
  const running = await first.isUp();
  expect(await status(`${running.apiUrl}/health/ready`)).toBe(200);
  expect(await status(`${running.sandbox?.httpUrl}/prospects`)).toBe(200);
  expect(JSON.parse(readFileSync(join(running.extension, 'lumina.json'), 'utf8'))).toEqual({ apiUrl: running.apiUrl });
  expect(first.output()).toMatch(/--load-extension=.*mail\.google\.com.*outlook\.cloud\.microsoft/);

  const second = npmStart();
  expect(await second.ended()).toBe(0);
  expect(second.output()).toContain(running.apiUrl);
  expect(await status(`${running.apiUrl}/health/ready`)).toBe(200);

  expect(await first.interrupt()).toBe(0);
  expect(allOf(running).filter(isRunning)).toEqual([]);
  expect(readRunning(stateDir)).toBeUndefined();
});

test('two starts at the same moment end with one Lumina', async () => {
  const both = [npmStart(), npmStart()];
  const running = await Promise.race(both.map((start) => start.isUp()));
  const guest = await Promise.race(both.map((start) => start.ended().then(() => start)));
  expect(guest.output()).toContain('already running');
  expect(await status(`${running.apiUrl}/health/ready`)).toBe(200);
});

test('after kill -9 of everything the next start has the same data at the same addresses', async () => {
  const first = npmStart();
  const before = await first.isUp();
  const identity = await clusterOf(before.databaseUrl);
  for (const pid of [first.pid, ...allOf(before)]) signalTo(pid, 'SIGKILL');
  const after = await npmStart().isUp(before.pid);
  expect(await clusterOf(after.databaseUrl)).toBe(identity);
  expect(after.sandbox).toEqual(before.sandbox);
  expect(await status(`${after.apiUrl}/health/ready`)).toBe(200);
});

test('what outlives a start that was killed -9 ends by itself or is taken over', async () => {
  const first = npmStart();
  const before = await first.isUp();
  signalTo(before.pid, 'SIGKILL');
  const { postgres = 0, ...children } = before.processes;
  expect(await until(() => !Object.values(children).some(isRunning), 15_000, 100)).toBe(true);
  const after = await npmStart().isUp(before.pid);
  expect(after.processes.postgres).toBe(postgres);
});

test('an API and a worker that are killed come back', async () => {
  const first = npmStart();
  const { apiUrl, processes } = await first.isUp();
  for (const name of ['api', 'worker']) signalTo(processes[name] ?? 0, 'SIGKILL');
  const areBack = () => {
    const now = readRunning(stateDir)?.processes;
    return now?.api !== processes.api && now?.worker !== processes.worker;
  };
  expect(await until(areBack, 20_000, 100)).toBe(true);
  expect(await until(async () => (await status(`${apiUrl}/health/ready`)) === 200, 30_000, 200)).toBe(true);
});

test('a PORT somebody else has is refused, naming the holder, and nothing is left running', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const start = npmStart({ PORT: String(port) });
  expect(await start.ended()).toBe(1);
  expect(start.output()).toContain(`Port ${port} is in use`);
  expect(start.output()).not.toMatch(/^ +at /m);
  server.close();
});

test('a database that does not answer is named, without its password', async () => {
  const start = npmStart({ DATABASE_URL: 'postgresql://ada:sesame@127.0.0.1:1/lumina' });
  expect(await start.ended()).toBe(1);
  expect(start.output()).toContain('DATABASE_URL points to 127.0.0.1:1');
  expect(start.output()).not.toContain('sesame');
});

interface Start {
  pid: number;
  output(): string;
  /** Settles once running.json tells of a start other than `butNot`. */
  isUp(butNot?: number): Promise<Running>;
  ended(): Promise<number | null>;
  /** What Ctrl+C does in a terminal: SIGINT to the whole group. Answers the exit code. */
  interrupt(): Promise<number | null>;
}

function npmStart(env: Record<string, string> = {}): Start {
  const { PORT: _, DATABASE_URL: __, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [bootstrap, 'start', '--no-browser'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, LUMINA_STATE_DIR: stateDir, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      output += String(text);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const pid = child.pid ?? 0;
  const start: Start = {
    pid,
    output: () => output,
    async isUp(butNot) {
      let running: Running | undefined;
      const isUp = () => {
        running = readRunning(stateDir);
        return child.exitCode !== null || (running !== undefined && running.pid !== butNot && isRunning(running.pid));
      };
      await until(isUp, 120_000, 100);
      if (!running || child.exitCode !== null) throw new Error(`npm start did not come up:\n${output}`);
      return running;
    },
    ended: () => ended,
    async interrupt() {
      if (child.exitCode === null && isRunning(pid)) process.kill(-pid, 'SIGINT');
      return ended;
    },
  };
  started.push(start);
  return start;
}

function allOf(running: Running): number[] {
  return [running.pid, ...Object.values(running.processes)];
}

async function status(url: string): Promise<number> {
  return fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );
}

/** A number PostgreSQL gives a data folder when it is made, for ever. */
async function clusterOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()');
  await client.end();
  return rows[0]?.id ?? '';
}
