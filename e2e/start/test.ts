// `npm test` and `npm run check`: everything this project promises about itself, looked at on real parts. The last line is
// the verdict; each check counts as one test.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { build, type Check, generated, staticChecks } from './checks.js';
import { say, seconds } from './screen.js';
import { chromium, findOrInstall, firefox, installCommand, redis } from './system-packages.js';

interface Tally {
  passed: number;
  failed: number;
  /** What a reader must not miss below a long log, said just above the verdict. */
  remarks: string[];
}

const isStaticOnly = process.argv.includes('--static-only');
const filters = process.argv.slice(2).filter((argument) => argument !== '--static-only');

async function main(): Promise<void> {
  const tally: Tally = { passed: 0, failed: 0, remarks: [] };
  await runChecks([generated], tally);
  if (filters.length > 0) {
    say(`Only the tests that match ${filters.join(' ')}; the checks are left out.`);
  } else {
    await runChecks(isStaticOnly ? staticChecks : [build, ...staticChecks], tally);
  }
  if (!isStaticOnly) await runTests(tally);
  say('');
  for (const remark of tally.remarks) say(remark);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

/** Two at a time, on two cores. One that fails keeps no other from running. */
async function runChecks(checks: Check[], tally: Tally): Promise<void> {
  const waiting = [...checks];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const start = performance.now();
      const wrong = await check.run().catch(String);
      if (wrong === undefined) tally.passed += 1;
      else fail(tally, `Failed: ${check.name}`);
      say(`${wrong === undefined ? 'ok    ' : 'FAILED'} ${check.name} (${seconds(start)})`);
      if (wrong !== undefined) console.log(wrong.replaceAll(/^/gm, '         '));
    }
  };
  await Promise.all([lane(), lane()]);
}

/** What vitest's JSON reporter says, as far as it matters here. */
const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

async function runTests(tally: Tally): Promise<void> {
  const browser = findOrInstall(chromium);
  if (!browser) fail(tally, `Failed: the browser stories could not run without Chromium: ${installCommand(chromium)}`);
  // Its stories run all the same, and say themselves that there is no Firefox.
  const other = findOrInstall(firefox);
  if (!findOrInstall(redis)) {
    tally.remarks.push(
      `NOT TESTED ON REDIS: this machine has no Redis server and may not install one: ${installCommand(redis)}`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'lumina-results-'));
  const file = join(folder, 'results.json');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const code = await runVisibly([...args, ...(browser ? [] : ['--project=!browser']), ...filters], {
    ...(browser && { CHROME_PATH: browser }),
    ...(other && { FIREFOX_PATH: other }),
  });
  count(file, code, tally);
  rmSync(folder, { recursive: true, force: true });
}

function count(file: string, code: number, tally: Tally): void {
  const results = readResults(file);
  if (!results) {
    fail(tally, `Failed: the tests did not run to their end (vitest ended with ${code})`);
    return;
  }
  tally.passed += results.numPassedTests;
  const before = tally.failed;
  for (const { name, status, assertionResults } of results.testResults) {
    for (const test of assertionResults)
      if (test.status === 'failed') fail(tally, `Failed: ${test.fullName} (${name})`);
    // A file that could not even be loaded has no tests to count.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed'))
      fail(tally, `Failed: ${name}`);
  }
  if (code !== 0 && tally.failed === before)
    fail(tally, 'Failed: vitest saw an error outside of the tests; it is in the log above');
  const skipped = results.numPendingTests + results.numTodoTests;
  if (skipped > 0) tally.remarks.push(`${skipped} tests were skipped`);
}

function readResults(file: string): z.output<typeof Results> | undefined {
  try {
    return Results.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function fail(tally: Tally, remark: string): void {
  tally.failed += 1;
  tally.remarks.push(remark);
}

function runVisibly(args: string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill(signal));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

await main();
