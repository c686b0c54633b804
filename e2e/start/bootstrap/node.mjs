import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Trouble } from './trouble.mjs';

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const isWindows = process.platform === 'win32';
const programName = isWindows ? 'node.exe' : 'node';

/** The Node that comes with the packages; there is none for macOS, where the machine's own has to do. */
const pinned = join(
  root,
  'node_modules',
  `node-${isWindows ? 'win' : process.platform}-${process.arch}`,
  'bin',
  programName,
);

export const isPinnedHere = () => existsSync(pinned);

/** @throws Trouble when the Node this runs on is too old to install with. */
export function requireNode() {
  if (major(process.versions.node) < 20) {
    throw new Trouble(
      `Lumina needs Node 20 or newer; this is ${process.version}.`,
      'Get one from https://nodejs.org and run the same command again.',
    );
  }
}

/** The Node the product runs on. @throws Trouble when there is none new enough. */
export function findNode() {
  if (existsSync(pinned)) return pinned;
  const own = systemNode();
  const version = own ? spawnSync(own, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim() : '';
  // 22.18 is the first that strips types by itself; node:sqlite needs 22.13.
  if (!own || major(version) < 22 || (major(version) === 22 && Number(version.split('.')[1]) < 18)) {
    throw new Trouble(
      `On ${process.platform} ${process.arch} the packages bring no Node of their own, and Lumina needs 22.18 or newer; this is ${version || 'none'}.`,
      'Get Node 24 from https://nodejs.org and run the same command again.',
    );
  }
  return own;
}

/** The machine's Node, not the one in node_modules: an install replaces that one while it runs. */
export function systemNode() {
  if (!isInside(process.execPath)) return process.execPath;
  return outsidePath()
    .split(delimiter)
    .map((folder) => join(folder, programName))
    .find(isExecutable);
}

/** PATH without the folders of this checkout, which npm puts first. */
export function outsidePath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !isInside(folder))
    .join(delimiter);
}

/** PATH with the tools of this checkout first. */
export function insidePath() {
  return `${join(root, 'node_modules', '.bin')}${delimiter}${outsidePath()}`;
}

function isInside(path) {
  return resolve(path).startsWith(join(root, 'node_modules'));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function major(version) {
  return Number(version.split('.')[0]);
}
