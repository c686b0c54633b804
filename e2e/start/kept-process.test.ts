import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, signalTo, until } from '#api/embedded/running.js';
import { backOff, keepRunning } from './kept-process.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lumina-kept-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lives = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('hello ' + process.pid);`;

test('a process that is killed is started again, until it is stopped', async () => {
  const lines: string[] = [];
  const kept = keep(lives, (line) => lines.push(line));
  expect(await until(() => lines.length === 1, 10_000)).toBe(true);
  const first = Number(lines[0]?.split(' ')[1]);
  signalTo(first, 'SIGKILL');
  expect(await until(() => lines.length === 2, 10_000)).toBe(true);
  const second = kept.pid() ?? 0;
  expect(second).not.toBe(first);
  await kept.stop();
  expect(isRunning(second)).toBe(false);
  expect(kept.pid()).toBeUndefined();
});

test('one that keeps on dying is counted, and its last words are at hand', async () => {
  const kept = keep(`console.error('no database'); process.exit(3)`);
  expect(await until(() => kept.deaths() >= 2, 10_000)).toBe(true);
  expect(kept.lastWords()).toContain('no database');
  await kept.stop();
});

test('one that does not want to end is made to', async () => {
  const lines: string[] = [];
  const kept = keep(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf');`, (line) =>
    lines.push(line),
  );
  expect(await until(() => lines.length === 1, 10_000)).toBe(true);
  const pid = kept.pid() ?? 0;
  await kept.stop();
  expect(isRunning(pid)).toBe(false);
});

test('a restart that was asked for is not a death', async () => {
  const lines: string[] = [];
  const kept = keep(lives, (line) => lines.push(line));
  expect(await until(() => lines.length === 1, 10_000)).toBe(true);
  await kept.restart();
  expect(await until(() => lines.length === 2, 10_000)).toBe(true);
  expect(kept.deaths()).toBe(0);
  await kept.stop();
});

test('it ends by itself when the one that started it is killed', async () => {
  const file = join(dir, 'orphan.mjs');
  writeFileSync(file, 'setInterval(() => {}, 1000);');
  const hook = new URL('./from-source.mjs', import.meta.url).href;
  const keeper = `
    const { keepRunning } = await import(${JSON.stringify(new URL('./kept-process.ts', import.meta.url).href)});
    const settings = ${JSON.stringify({ name: 'orphan', entry: pathToFileURL(file).href, logFile: join(dir, 'log') })};
    console.log(keepRunning({ ...settings, env: process.env }).pid());`;
  const parent = spawn(process.execPath, ['--import', hook, '--input-type=module', '--eval', keeper]);
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  expect(await until(() => !isRunning(pid), 10_000)).toBe(true);
});

test('the log is for its owner alone', async () => {
  const kept = keep(`console.error('x'); setInterval(() => {}, 1000)`);
  expect(await until(() => readFileSync(join(dir, 'log'), 'utf8') === 'x\n', 10_000)).toBe(true);
  await kept.stop();
});

test('each start waits longer than the one before, half a minute at most', () => {
  expect([1, 2, 3, 4, 20].map(backOff)).toEqual([500, 1000, 2000, 4000, 30_000]);
});

function keep(program: string, onLine?: (line: string) => void) {
  const file = join(dir, 'program.mjs');
  writeFileSync(file, program);
  return keepRunning({
    name: 'program',
    entry: pathToFileURL(file).href,
    env: process.env,
    logFile: join(dir, 'log'),
    patienceMs: 1000,
    ...(onLine && { onLine }),
  });
}
