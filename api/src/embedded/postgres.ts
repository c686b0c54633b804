import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lockFile } from './file-lock.js';
import { freePort } from './free-port.js';
import { type Cluster, openCluster, postgresEnvironment } from './postgres-cluster.js';
import { findPostgres, type PostgresPrograms } from './postgres-programs.js';
import { commandOf, isRunning, signalTo, until } from './running.js';
import { type Identity, openFolder, unprivileged } from './unprivileged.js';

export interface EmbeddedPostgres {
  /** Connection string of the database `lumina`; the server listens on 127.0.0.1 only. */
  url: string;
  /** The same server's database `postgres`, from which others are made and dropped. */
  adminUrl: string;
  /** Process id of the server now; another one after it had to be started again. */
  pid(): number;
  /** Stops the server, waits until it is gone and frees the folder. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Holds data, password, log and lock; made when missing. */
  dir: string;
  /** Told, in plain sentences, what a person watching would like to know. */
  log?: (line: string) => void;
  /** Further server settings, such as `{ fsync: 'off' }` for data nobody will miss. */
  settings?: Record<string, string>;
}

/** Another living process keeps its PostgreSQL in this folder. */
export class FolderInUse extends Error {}

/**
 * Starts a real PostgreSQL in `dir`, or takes over the one an earlier process left running there when it was killed, and
 * keeps it up: a server that dies is started again on the same port.
 *
 * @throws FolderInUse when another process runs its server in `dir`; that server is left alone.
 */
export async function startPostgres({
  dir,
  log = () => {},
  settings = {},
}: PostgresOptions): Promise<EmbeddedPostgres> {
  const identity = unprivileged();
  openFolder(dir, identity);
  const lock = lockFile(join(dir, 'postgres.lock'));
  if (!lock) throw new FolderInUse(`another process runs its PostgreSQL in ${dir}`);
  try {
    const programs = findPostgres(dir, identity);
    const cluster = await openCluster(dir, programs, identity, settings.fsync === 'off' ? ['--no-sync'] : []);
    const launch = (port: number) => launchServer({ dir, programs, cluster, identity, settings, port });
    let server = (await adoptServer(cluster, log)) ?? (await launch(await freePort()));
    await createDatabase(cluster, server.port);

    const stopping = new AbortController();
    const watching = (async () => {
      while (!stopping.signal.aborted) {
        await sleep(500, undefined, { ref: false, signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted || isRunning(server.pid)) continue;
        log('PostgreSQL stopped by itself; starting it again');
        server = await launch(server.port).catch((error: unknown) => {
          log(error instanceof Error ? error.message : String(error));
          return server;
        });
      }
    })();

    return {
      url: urlOf(cluster, server.port, 'lumina'),
      adminUrl: urlOf(cluster, server.port, 'postgres'),
      pid: () => server.pid,
      async stop() {
        if (stopping.signal.aborted) return;
        stopping.abort();
        await watching;
        await stopServer(server.pid, cluster, programs);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Server {
  pid: number;
  port: number;
}

/** The server whose supervisor was killed. It may be busy shutting down; then it is waited for and there is none to adopt. */
async function adoptServer(cluster: Cluster, log: (line: string) => void): Promise<Server | undefined> {
  const pidFile = join(cluster.data, 'postmaster.pid');
  const left = readPidFile(pidFile);
  if (!left) return undefined;
  const isOurs = commandOf(left.pid)?.includes(cluster.data) ?? process.platform === 'win32';
  if (!isOurs || !isRunning(left.pid)) {
    // Its number may belong to somebody else by now, and PostgreSQL would refuse to start because of that.
    rmSync(pidFile, { force: true });
    return undefined;
  }
  const settled = await until(async () => !isRunning(left.pid) || (await answers(cluster, left.port)), 15_000, 100);
  if (!settled)
    throw new Error(`a PostgreSQL left in ${cluster.data} (process ${left.pid}) does not answer: end it and try again`);
  if (!isRunning(left.pid)) return undefined;
  log('took over the PostgreSQL an earlier run left behind');
  return left;
}

/** Line 1 is the process id, line 4 the port (PostgreSQL's src/include/utils/pidfile.h). */
function readPidFile(path: string): Server | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

interface Launch {
  dir: string;
  programs: PostgresPrograms;
  cluster: Cluster;
  identity: Identity | undefined;
  settings: Record<string, string>;
  port: number;
}

async function launchServer(launch: Launch): Promise<Server> {
  const { dir, cluster } = launch;
  // A server killed with -9 leaves children for a moment, and their shared memory keeps a new server from starting.
  for (let attempt = 1; ; attempt++) {
    const server = spawnServer(launch);
    const up = until(async () => server.hasEnded() || (await answers(cluster, launch.port)), 60_000, 50);
    if ((await up) && !server.hasEnded()) return { pid: server.pid, port: launch.port };
    if (attempt === 8 || !server.hasEnded()) {
      throw new Error(`PostgreSQL did not start. The end of its log, ${join(dir, 'postgres.log')}:\n${logTail(dir)}`);
    }
    await sleep(250 * attempt);
  }
}

function spawnServer({ dir, programs, cluster, identity, settings, port }: Launch): {
  pid: number;
  hasEnded(): boolean;
} {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    ...settings,
  };
  const args = [
    '-D',
    cluster.data,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const path = join(dir, 'postgres.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(path, size > 5_000_000 ? 'w' : 'a', 0o600);
  // In a session of its own: Ctrl+C in the terminal goes to a whole group, and this one must outlive those who use it.
  const child = spawn(programs.postgres, args, {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: postgresEnvironment(),
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  return { pid: child.pid ?? 0, hasEnded: () => ended };
}

function logTail(dir: string): string {
  return readFileSync(join(dir, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

/** "Fast" (SIGINT) rolls open work back; "immediate" (SIGQUIT) leaves it to recovery at the next start. Nothing is lost either way. */
async function stopServer(pid: number, cluster: Cluster, programs: PostgresPrograms): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(programs.pgCtl, ['stop', '-D', cluster.data, '-m', 'fast'], { stdio: 'ignore' });
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isRunning(pid)) return;
    signalTo(pid, signal);
    if (await until(() => !isRunning(pid), 10_000)) return;
  }
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'lumina'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE lumina');
  } finally {
    await client.end();
  }
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgresql://lumina:${cluster.password}@127.0.0.1:${port}/${database}`;
}
