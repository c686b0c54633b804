import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileLock, lockFile } from '#api/embedded/file-lock.js';
import { commandOf, isRunning } from '#api/embedded/running.js';
import { say } from './screen.js';
import { type Running, readRunning } from './state-dir.js';

/**
 * The state folder for this start alone; or undefined, having said where the one runs that has it. One that is still
 * starting is waited for, so that in either case Lumina is up when `npm start` comes back.
 */
export async function lockOrReport(stateDir: string): Promise<FileLock | undefined> {
  let hasSaid = false;
  for (;;) {
    const lock = lockFile(join(stateDir, 'start.lock'));
    if (lock) return lock;
    const running = readRunning(stateDir);
    if (running && isStart(running.pid)) {
      report(running, stateDir);
      return undefined;
    }
    if (!hasSaid) say('Another npm start is starting up with this data; waiting for it …');
    hasSaid = true;
    await sleep(250);
  }
}

function isStart(pid: number): boolean {
  const command = commandOf(pid);
  return isRunning(pid) && (command === undefined || command.includes('start.js'));
}

function report(running: Running, stateDir: string): void {
  say(
    `Lumina is already running here (process ${running.pid}, since ${new Date(running.startedAt).toLocaleTimeString()}).`,
  );
  say(`Dashboard   ${running.apiUrl}/dashboard`);
  if (running.sandbox) say(`Prospects   ${running.sandbox.httpUrl}/prospects`);
  say(`Data        ${stateDir}`);
  say(`It was left alone. To run a second one beside it, set LUMINA_STATE_DIR to another folder.`);
}
