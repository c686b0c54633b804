import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PostgresPrograms } from './postgres-programs.js';
import { giveTo, type Identity } from './unprivileged.js';

/** The files of one PostgreSQL server: its data folder and the password of its only user, `lumina`. */
export interface Cluster {
  data: string;
  password: string;
}

/**
 * The cluster in `dir`, made on first use. It is made under another name and renamed once whole, with its password inside,
 * so a half-made one is never taken for a database.
 */
export async function openCluster(
  dir: string,
  programs: PostgresPrograms,
  identity: Identity | undefined,
  options: string[],
): Promise<Cluster> {
  const data = join(dir, 'postgres');
  if (!existsSync(join(data, 'PG_VERSION'))) await makeCluster(data, programs, identity, options);
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== programs.majorVersion) {
    throw new Error(
      `the data in ${data} was written by PostgreSQL ${version}, this is PostgreSQL ${programs.majorVersion}. ` +
        'Carry it over with pg_dump and pg_restore, or move the folder away to begin afresh.',
    );
  }
  return { data, password: readFileSync(passwordFile(data), 'utf8').trim() };
}

/** Encoding and sort order are those docker-compose.yml asks for, so that both shapes sort and fold case alike on any machine. */
const initdbOptions = [
  '--username=lumina',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

async function makeCluster(
  data: string,
  programs: PostgresPrograms,
  identity: Identity | undefined,
  options: string[],
): Promise<void> {
  const unfinished = `${data}.unfinished`;
  const password = `${data}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(password, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(password, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  if (identity) for (const path of [unfinished, password]) giveTo(identity, path);
  await run(programs.initdb, ['-D', unfinished, `--pwfile=${password}`, ...initdbOptions, ...options], identity);
  renameSync(password, passwordFile(unfinished));
  renameSync(unfinished, data);
}

function passwordFile(data: string): string {
  return join(data, 'lumina.password');
}

function run(program: string, args: string[], identity: Identity | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...identity,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: postgresEnvironment(),
    });
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += String(text);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${basename(program)} ended with ${code ?? 'a signal'}: ${complaint.trim()}`));
    });
  });
}

/** Messages in English, so that a log can be searched for, and none of the PG… variables meant for clients. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && name !== 'NODE_OPTIONS');
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
