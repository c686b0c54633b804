import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { until } from './running.js';

export interface EmbeddedRedis {
  /** `redis://…` with a password; the server listens on 127.0.0.1 only. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the `redis-server` (or `valkey-server`) this machine has, with the two settings a queue needs: every write kept on
 * disk, and nothing thrown away when memory is short. Answers undefined where the machine has none.
 */
export async function startRedis({ dir }: { dir: string }): Promise<EmbeddedRedis | undefined> {
  const program = findRedis();
  if (!program) return undefined;
  mkdirSync(dir, { recursive: true });
  // The port may be taken between asking and opening, by another test as likely as not: try a few.
  for (let attempt = 0; attempt < 5; attempt++) {
    const started = await launch(program, dir, await freePort());
    if (started) return started;
  }
  throw new Error(`${program} did not start; its log is ${join(dir, 'redis.log')}`);
}

/** Where the Redis server of this machine is, looked for on PATH; undefined when it has none. */
export function findRedis(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return names.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function launch(program: string, dir: string, port: number): Promise<EmbeddedRedis | undefined> {
  const password = randomBytes(18).toString('base64url');
  const settings = join(dir, 'redis.conf');
  // In a file, not as arguments: everybody on the machine can read those.
  writeFileSync(settings, configuration({ dir, port, password }), { mode: 0o600 });
  const child = spawn(program, [settings], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const up = await until(async () => hasEnded(child) || (await answers(url)), 15_000, 30);
  if (!up || hasEnded(child)) {
    child.kill('SIGKILL');
    return undefined;
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function configuration({ dir, port, password }: { dir: string; port: number; password: string }): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${dir.replaceAll('\\', '/')}"`,
    `logfile "${join(dir, 'redis.log').replaceAll('\\', '/')}"`,
    'appendonly yes',
    'maxmemory-policy noeviction',
    'save ""',
  ];
  return `${lines.join('\n')}\n`;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
