import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Identity {
  uid: number;
  gid: number;
}

/**
 * Who PostgreSQL shall run as: undefined means as ourselves. It refuses to run as root, so root hands it to `nobody`, which
 * every Linux has; initdb insists on a name in /etc/passwd, so a number of our own would not do.
 */
export function unprivileged(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  if (!fields) {
    throw new Error(
      'PostgreSQL does not run as root and this machine has no user "nobody": run as another user, or set DATABASE_URL',
    );
  }
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Whether every folder on the way to `path` lets other users through. /root, for one, does not. */
export function isReachableByOthers(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Makes `dir`, passable for `identity` when there is one. @throws where a folder above it, which is not ours to open, is closed. */
export function openFolder(dir: string, identity: Identity | undefined): void {
  mkdirSync(dir, { recursive: true });
  if (!identity) return;
  const { mode, uid } = statSync(dir);
  if (uid === 0 && (mode & 0o001) === 0) chmodSync(dir, mode | 0o011);
  if (!isReachableByOthers(dir)) {
    throw new Error(
      `PostgreSQL does not run as root, and the user "nobody" it runs as cannot enter ${dir}. ` +
        'Set LUMINA_STATE_DIR to a folder others may pass through, such as /var/lib/lumina.',
    );
  }
}

/** Gives `path` and all below it to `identity`; links are given, not followed. */
export function giveTo(identity: Identity, path: string): void {
  if (lstatSync(path).isSymbolicLink()) return;
  chownSync(path, identity.uid, identity.gid);
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(identity, join(path, name));
}
