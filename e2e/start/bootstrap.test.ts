import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
let checkout: string;

/** A checkout with one package, one command, and an `npm` of the test's own making on PATH. */
beforeEach(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'lumina-bootstrap-')));
  mkdirSync(join(checkout, 'e2e/start'), { recursive: true });
  mkdirSync(join(checkout, 'bin'));
  for (const part of ['bootstrap', 'bootstrap.mjs', 'from-source.mjs']) {
    cpSync(join(here, part), join(checkout, 'e2e/start', part), { recursive: true });
  }
  writeFileSync(
    join(checkout, 'e2e/start/test.ts'),
    `const word: string = 'ran'; console.log(word, process.argv.slice(2).join());`,
  );
  locks('1.0.0');
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test('packages are installed once, and again when package-lock.json asks for others', () => {
  npmIs(installs);
  expect(run().output).toContain('Installing packages');
  expect(run().output).not.toContain('Installing packages');
  locks('2.0.0');
  expect(run().output).toContain('Installing packages');
  expect(npmRuns()).toBe(2);
});

test('an install that was cut off half-way is done again', () => {
  npmIs(installs);
  run();
  rmSync(join(checkout, 'node_modules/.package-lock.json'));
  run();
  expect(npmRuns()).toBe(2);
});

test('arguments and exit code pass through, from any folder', () => {
  npmIs(installs);
  const { output, code } = run(['a', '--b'], { cwd: tmpdir() });
  expect(output).toContain('ran a,--b');
  expect(code).toBe(0);
  writeFileSync(join(checkout, 'e2e/start/test.ts'), 'process.exit(7)');
  expect(run().code).toBe(7);
});

test('two at the same moment install once', async () => {
  npmIs(`sleep 1\n${installs}`);
  const codes = await Promise.all([runAside(), runAside(), runAside()]);
  expect(codes).toEqual([0, 0, 0]);
  expect(npmRuns()).toBe(1);
});

test('a lock whose holder was killed does not hold anybody up', () => {
  npmIs(installs);
  const dead = spawnSync(process.execPath, ['--eval', '']).pid;
  mkdirSync(join(checkout, '.lumina'));
  writeFileSync(join(checkout, '.lumina/bootstrap.lock'), String(dead));
  expect(run().code).toBe(0);
  expect(existsSync(join(checkout, '.lumina/bootstrap.lock'))).toBe(false);
});

test.each([
  ['npm error code ENOSPC', 'The disk is full'],
  ['npm error getaddrinfo EAI_AGAIN registry.example', 'could not be reached'],
  ['npm error Error: EACCES: permission denied, mkdir', 'may not be written by this user'],
])('when npm says "%s", what to do is said too', (complaint, advice) => {
  npmIs(`echo '${complaint}' >&2\nexit 1`);
  const { output, code } = run();
  expect(output).toContain(complaint);
  expect(output).toContain(advice);
  expect(code).toBe(1);
});

test('without npm it says where npm comes from', () => {
  const { output, code } = run();
  expect(output).toContain('npm was not found');
  expect(output).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

test('a command that does not exist is answered with those that do', () => {
  const output = spawnSync(process.execPath, ['e2e/start/bootstrap.mjs', 'strat'], {
    cwd: checkout,
    encoding: 'utf8',
  }).stderr;
  expect(output).toMatch(/no command "strat"[\s\S]*start, dev/);
});

/** What `npm ci` leaves behind, as far as anybody looks. */
const installs = 'mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json';

function npmIs(script: string): void {
  writeFileSync(join(checkout, 'bin/npm'), `#!/bin/sh\necho run >> npm-runs\n${script}\n`);
  chmodSync(join(checkout, 'bin/npm'), 0o755);
}

function npmRuns(): number {
  return readFileSync(join(checkout, 'npm-runs'), 'utf8').trimEnd().split('\n').length;
}

function locks(version: string): void {
  writeFileSync(
    join(checkout, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/left': { version } } }),
  );
}

function environment(): NodeJS.ProcessEnv {
  // Nothing of the machine's own npm: neither on PATH nor the one that runs these tests.
  const { npm_execpath: _, ...rest } = process.env;
  return {
    ...rest,
    PATH: existsSync(join(checkout, 'bin/npm')) ? `${join(checkout, 'bin')}:/usr/bin:/bin` : join(checkout, 'bin'),
  };
}

const command = () => [join(checkout, 'e2e/start/bootstrap.mjs'), 'test'];

function run(args: string[] = [], { cwd = checkout } = {}): { output: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command(), ...args], {
    cwd,
    env: environment(),
    encoding: 'utf8',
  });
  return { output: stdout + stderr, code: status };
}

function runAside(): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(process.execPath, command(), { cwd: checkout, env: environment(), stdio: 'ignore' }).once('exit', resolve);
  });
}
