import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findRedis } from '#api/embedded/redis.js';
import { say } from './screen.js';

/** A program that comes from the machine's package manager. */
interface SystemPackage {
  is: string;
  find(): string | undefined;
  /** Names to try, the first that exists is installed. */
  apt: string[];
  dnf: string;
  brew: string;
}

export const chromium: SystemPackage = {
  is: 'Chromium',
  find: findBrowser,
  apt: ['chromium', 'chromium-browser'],
  dnf: 'chromium',
  brew: '--cask chromium',
};
export const firefox: SystemPackage = {
  is: 'Firefox',
  find: findFirefox,
  apt: ['firefox-esr', 'firefox'],
  dnf: 'firefox',
  brew: '--cask firefox',
};
export const redis: SystemPackage = {
  is: 'a Redis server',
  find: findRedis,
  apt: ['redis-server'],
  dnf: 'redis',
  brew: 'redis',
};

/** CHROME_PATH, or the first browser of this machine that can load an unpacked extension; undefined when it has none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROME_PATH) return existsSync(env.CHROME_PATH) ? env.CHROME_PATH : undefined;
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  return firstProgram([...onPath(names, env), ...elsewhere(env)]);
}

/** FIREFOX_PATH, or this machine's Firefox; undefined when it has none. */
export function findFirefox(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.FIREFOX_PATH) return existsSync(env.FIREFOX_PATH) ? env.FIREFOX_PATH : undefined;
  const mac = process.platform === 'darwin' ? ['/Applications/Firefox.app/Contents/MacOS/firefox'] : [];
  const windows = homesOf(env).map((home) => join(home, 'Mozilla Firefox/firefox.exe'));
  return firstProgram([...onPath(['firefox-esr', 'firefox'], env), ...mac, ...windows]);
}

function onPath(names: string[], env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function firstProgram(paths: string[]): string | undefined {
  const found = paths.filter(isProgram);
  // A snap may not read hidden folders, and the profile is in one: take it only when there is nothing else.
  return found.find((path) => !path.startsWith('/snap/') && !realpathSync(path).startsWith('/snap/')) ?? found[0];
}

function elsewhere(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  return homesOf(env).flatMap((home) => [
    join(home, 'Chromium/Application/chrome.exe'),
    join(home, 'Google/Chrome/Application/chrome.exe'),
    join(home, 'Microsoft/Edge/Application/msedge.exe'),
  ]);
}

/** Where Windows keeps programs; none elsewhere. */
function homesOf(env: NodeJS.ProcessEnv): string[] {
  if (process.platform !== 'win32') return [];
  return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((home) => home !== undefined);
}

/**
 * Finds a package's program, installing it first where this user may (apt-get as root, or with a sudo that asks nothing).
 * Answers undefined, having said what to run, where not.
 */
export function findOrInstall(wanted: SystemPackage): string | undefined {
  const found = wanted.find();
  if (found) return found;
  const root = asRoot();
  if (!isOnPath('apt-get') || !root) {
    say(`${wanted.is} is not on this machine. Install it with: ${installCommand(wanted)}`);
    return undefined;
  }
  for (const refresh of [false, true]) {
    if (refresh) aptGet(root, ['update']);
    for (const name of wanted.apt) {
      say(`Installing ${wanted.is} (apt-get install ${name}) …`);
      if (
        aptGet(root, ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', name]) &&
        wanted.find()
      )
        return wanted.find();
    }
  }
  say(`${wanted.is} could not be installed. Try: ${installCommand(wanted)}`);
  return undefined;
}

/** The command a person would type. */
export function installCommand(wanted: SystemPackage): string {
  if (process.platform === 'darwin') return `brew install ${wanted.brew}`;
  if (process.platform === 'win32') return `winget install ${wanted.is}`;
  if (isOnPath('dnf')) return `sudo dnf install ${wanted.dnf}`;
  return `sudo apt-get install ${wanted.apt[0]}`;
}

/** The words to put before a command so that root runs it; undefined when this user may not. */
function asRoot(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n']
    : undefined;
}

function aptGet(root: string[], args: string[]): boolean {
  const [program = 'apt-get', ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
  return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, name)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
