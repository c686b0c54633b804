import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  chooseStateDir,
  forgetRunning,
  keepPorts,
  keptPorts,
  keptSecret,
  openStateDir,
  readRunning,
  writeRunning,
} from './state-dir.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lumina-state-'));
  chmodSync(dir, 0o755);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the secret is made once, is long, and only its owner reads it', () => {
  const secret = keptSecret(dir);
  expect(secret.length).toBeGreaterThanOrEqual(48);
  expect(keptSecret(dir)).toBe(secret);
  expect(statSync(join(dir, 'secret')).mode & 0o077).toBe(0);
});

test("the sandbox's ports are kept, and a file that was cut short counts as none", () => {
  expect(keptPorts(dir)).toEqual({ http: 0, tls: 0 });
  keepPorts(dir, { http: 4001, tls: 4002 });
  expect(keptPorts(dir)).toEqual({ http: 4001, tls: 4002 });
  writeFileSync(join(dir, 'ports.json'), '{"http":40');
  expect(keptPorts(dir)).toEqual({ http: 0, tls: 0 });
});

test('what runs is told to its owner alone, and forgotten afterwards', () => {
  const running = {
    pid: 1,
    apiUrl: 'http://127.0.0.1:1',
    databaseUrl: 'postgresql://…',
    processes: {},
    extension: 'x',
    startedAt: '2026-11-22',
  };
  writeRunning(dir, running);
  expect(readRunning(dir)).toEqual(running);
  expect(statSync(join(dir, 'running.json')).mode & 0o077).toBe(0);
  forgetRunning(dir);
  expect(readRunning(dir)).toBeUndefined();
});

test('LUMINA_STATE_DIR decides; else it is .lumina in the checkout', () => {
  expect(chooseStateDir(dir, { LUMINA_STATE_DIR: '/somewhere/else' })).toBe('/somewhere/else');
  expect(chooseStateDir(dir, {})).toBe(join(dir, '.lumina'));
});

test("root's data leave a checkout that PostgreSQL could not enter, and two checkouts do not share them", () => {
  const [one, two] = ['one/lumina', 'two/lumina'].map((name) => join(dir, name));
  for (const checkout of [one, two]) mkdirSync(checkout ?? '', { recursive: true });
  chmodSync(dir, 0o700);
  const chosen = [one, two].map((checkout) => chooseStateDir(checkout ?? '', {}));
  if (process.getuid?.() === 0) {
    expect(chosen[0]).toMatch(/^\/var\/lib\/lumina\/lumina-[0-9a-f]{8}$/);
    expect(chosen[1]).not.toBe(chosen[0]);
  } else {
    expect(chosen).toEqual([join(one ?? '', '.lumina'), join(two ?? '', '.lumina')]);
  }
});

test('others may at most pass through the folder', () => {
  const state = join(dir, 'state');
  openStateDir(state);
  expect(statSync(state).mode & 0o066).toBe(0);
});
