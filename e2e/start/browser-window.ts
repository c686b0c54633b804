import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isRunning, signalTo, until } from '#api/embedded/running.js';
import { BROWSER_HOSTS } from '../sandbox/hosts.js';

/** The first is the tab that is shown. */
export const mailPages = ['https://mail.google.com/mail/u/0/', 'https://outlook.cloud.microsoft/mail/'];

export interface WindowOptions {
  stateDir: string;
  extension: string;
  /** Undefined: the real mail pages are to be used. */
  sandbox?: { tlsPort: number; spki: string };
}

/**
 * The command line flags that make Chromium a Lumina of its own: a profile in the state folder, the extension, and the
 * sandbox in the place of Gmail and Outlook. Only the sandbox's own certificate is trusted in addition, by its key's hash.
 */
export function browserFlags({ stateDir, extension, sandbox }: WindowOptions): string[] {
  const flags = [
    `--user-data-dir=${join(stateDir, 'browser')}`,
    `--load-extension=${extension}`,
    // Builds by Google have the flag above switched off unless this is given as well.
    '--disable-features=DisableLoadExtensionCommandLineSwitch',
    '--no-first-run',
    '--no-default-browser-check',
    '--password-store=basic',
    // Else a bar across the page warns of two of these flags at every start.
    '--test-type',
  ];
  if (sandbox) {
    const rules = BROWSER_HOSTS.map((host) => `MAP ${host} 127.0.0.1:${sandbox.tlsPort}`).join(', ');
    flags.push(`--host-resolver-rules=${rules}`, `--ignore-certificate-errors-spki-list=${sandbox.spki}`);
  }
  // Chromium refuses to run as root with its sandbox on.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  return flags;
}

/** The same as one line for a shell. */
export function browserCommand(browser: string, options: WindowOptions): string {
  return [browser, ...browserFlags(options), ...mailPages]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`))
    .join(' ');
}

/** Whether a window can be shown at all. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform === 'darwin' || process.platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens the window. `stop` closes it again; `onClose` is called when somebody else did. */
export async function openWindow(
  browser: string,
  options: WindowOptions,
  onClose: () => void,
): Promise<{ stop(): Promise<void> }> {
  const profile = join(options.stateDir, 'browser');
  await closeLeftover(options.stateDir, profile);
  const child = spawn(browser, [...browserFlags(options), ...mailPages], { detached: true, stdio: 'ignore' });
  let isStopping = false;
  child.once('error', onClose);
  child.once('exit', () => {
    if (!isStopping) onClose();
  });
  if (child.pid !== undefined) writeFileSync(pidFile(options.stateDir), String(child.pid));
  return {
    async stop() {
      isStopping = true;
      if (child.pid !== undefined) await closeBrowser(child.pid);
      rmSync(pidFile(options.stateDir), { force: true });
    },
  };
}

/** A run that was killed leaves its window, which would take the new one in without its new flags. */
async function closeLeftover(stateDir: string, profile: string): Promise<void> {
  if (!existsSync(pidFile(stateDir))) return;
  const pid = Number(readFileSync(pidFile(stateDir), 'utf8'));
  if (pid > 0 && commandOf(pid)?.includes(profile)) await closeBrowser(pid);
}

async function closeBrowser(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(pid)) return;
    signalTo(pid, signal);
    if (await until(() => !isRunning(pid), 5000)) return;
  }
}

function pidFile(stateDir: string): string {
  return join(stateDir, 'browser.pid');
}
