import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isReachableByOthers } from '#api/embedded/unprivileged.js';

/** What a running Lumina says of itself in `<state dir>/running.json`, for a second start, the benches and the fault tests. */
export interface Running {
  pid: number;
  apiUrl: string;
  /** Undefined where the real Google is configured. */
  sandbox?: { httpUrl: string; tlsPort: number; spki: string };
  databaseUrl: string;
  /** Process ids by name: api, worker, sandbox, postgres. */
  processes: Record<string, number>;
  /** The unpacked extension that knows this API's address. */
  extension: string;
  startedAt: string;
}

/**
 * Where data is kept between runs: LUMINA_STATE_DIR, or `.lumina` in the checkout. Root's PostgreSQL runs as `nobody`, who
 * cannot enter a checkout below /root: then it is a folder of this checkout's own in /var/lib/lumina.
 */
export function chooseStateDir(checkout: string, env: NodeJS.ProcessEnv = process.env): string {
  if (env.LUMINA_STATE_DIR) return resolve(env.LUMINA_STATE_DIR);
  if (process.getuid?.() !== 0 || isReachableByOthers(checkout)) return join(checkout, '.lumina');
  const mark = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
  return join('/var/lib/lumina', `${basename(checkout)}-${mark}`);
}

/** Makes `dir` if need be, closed to other users: it will hold mail text and keys. Root's lets `nobody` pass, but not look around. */
export function openStateDir(dir: string): void {
  mkdirSync(join(dir, 'logs'), { recursive: true });
  if (process.platform === 'win32' || statSync(dir).uid !== process.getuid?.()) return;
  chmodSync(dir, process.getuid() === 0 ? 0o711 : 0o700);
}

/** The secret that seals mailbox tokens, made once; losing it means that every mailbox has to sign in again. */
export function keptSecret(dir: string): string {
  const path = join(dir, 'secret');
  if (!existsSync(path)) writeWhole(path, `${randomBytes(48).toString('base64url')}\n`);
  return readFileSync(path, 'utf8').trim();
}

interface SandboxPorts {
  http: number;
  tls: number;
}

/** The sandbox's ports of the last run; 0 means any. They are kept because stored mails and sign-ins hold addresses with them. */
export function keptPorts(dir: string): SandboxPorts {
  const kept = readJson(join(dir, 'ports.json'));
  const port = (name: string) => {
    const value = kept?.[name];
    return typeof value === 'number' ? value : 0;
  };
  return { http: port('http'), tls: port('tls') };
}

export function keepPorts(dir: string, ports: SandboxPorts): void {
  writeWhole(join(dir, 'ports.json'), `${JSON.stringify(ports)}\n`);
}

/** Undefined when nothing runs, or it has not got that far yet. What a killed run left may still be there. */
export function readRunning(dir: string): Running | undefined {
  const running = readJson(join(dir, 'running.json'));
  // Written by nobody but writeRunning below, whole or not at all.
  return running ? (running as unknown as Running) : undefined;
}

export function writeRunning(dir: string, running: Running): void {
  writeWhole(join(dir, 'running.json'), `${JSON.stringify(running, undefined, 2)}\n`);
}

export function forgetRunning(dir: string): void {
  rmSync(join(dir, 'running.json'), { force: true });
}

/** A reader sees the old file or the new one, never half of it; only its owner sees either. */
function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
