import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockFile } from './file-lock.js';
import { until } from './running.js';

test('one holder at a time, also within one process; released, the next may have it', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lumina-lock-')), 'lock');
  const first = lockFile(path);
  expect(first).toBeDefined();
  expect(lockFile(path)).toBeUndefined();
  first?.release();
  const second = lockFile(path);
  expect(second).toBeDefined();
  second?.release();
  rmSync(path);
});

test('a holder that is killed with -9 leaves nothing to clear up', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lumina-lock-')), 'lock');
  const holder = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '--eval',
    `const { lockFile } = await import(${JSON.stringify(new URL('./file-lock.ts', import.meta.url).href)});
     console.log(lockFile(${JSON.stringify(path)}) ? 'held' : 'refused'); setInterval(() => {}, 1000);`,
  ]);
  const said = await new Promise((resolve) => holder.stdout.once('data', (text) => resolve(String(text).trim())));
  expect(said).toBe('held');
  expect(lockFile(path)).toBeUndefined();
  holder.kill('SIGKILL');
  let lock: ReturnType<typeof lockFile>;
  expect(
    await until(() => {
      lock = lockFile(path);
      return lock !== undefined;
    }, 5000),
  ).toBe(true);
  lock?.release();
});
