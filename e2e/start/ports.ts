import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { freePort, isPortFree } from '#api/embedded/free-port.js';
import { commandOf } from '#api/embedded/running.js';
import { Trouble } from './screen.js';

const preferred = 4600;

/**
 * The API's port. `asked` (the PORT variable) is taken at its word: when it is busy, this says who has it. Without it the
 * next free one from 4600 does.
 * @throws Trouble
 */
export async function choosePort(asked: string | undefined): Promise<number> {
  if (!asked) {
    for (let port = preferred; port < preferred + 100; port++) if (await isPortFree(port)) return port;
    return freePort();
  }
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Trouble(`PORT is "${asked}": it should be a number from 1 to 65535.`);
  if (port === 0 || (await isPortFree(port))) return freePort(port);
  if (port < 1024 && process.getuid?.() !== 0 && !whoListens(port)) {
    throw new Trouble(`PORT ${port} may only be opened by root. Choose one above 1023.`);
  }
  const holder = whoListens(port);
  throw new Trouble(
    `Port ${port} is in use${holder ? ` by process ${holder.pid}: ${holder.command}` : ''}.\n` +
      'End that program, set PORT to another number, or leave PORT out to have a free one chosen.',
  );
}

/** The process that listens on a TCP port of this machine, where this user may know. */
export function whoListens(port: number): { pid: number; command: string } | undefined {
  const pid =
    process.platform === 'linux'
      ? listenerFromProc(port)
      : process.platform === 'win32'
        ? undefined
        : listenerFromLsof(port);
  return pid === undefined ? undefined : { pid, command: (commandOf(pid) ?? 'unknown').slice(0, 160) };
}

/** /proc/net/tcp: column 2 is address:port in hex, 4 the state (0A = listening), 10 the socket's inode (proc(5)). */
function listenerFromProc(port: number): number | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => attempt(() => readFileSync(file, 'utf8').split('\n').slice(1)) ?? [])
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === '0A')
    .map((columns) => `socket:[${columns[9]}]`);
  if (inodes.length === 0) return undefined;
  const holds = (pid: string) =>
    attempt(() => readdirSync(`/proc/${pid}/fd`))?.some((fd) =>
      inodes.includes(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ''),
    );
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name));
  return found === undefined ? undefined : Number(found);
}

function listenerFromLsof(port: number): number | undefined {
  const output = attempt(() =>
    execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' }),
  );
  const pid = Number(output?.split('\n')[0]);
  return pid > 0 ? pid : undefined;
}

/** Other users' processes cannot be looked into, and processes end while one looks. */
function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
