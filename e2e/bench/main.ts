// `npm run bench`: what Lumina costs, beside the same work without it, interleaved in one run. Nothing here is asserted:
// the figures depend on the machine, the ratios much less.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '#api/embedded/postgres.js';
import { isRunning, signalTo } from '#api/embedded/running.js';
import { printServer, printTyping } from './report.js';
import { benchServer, type Length } from './server-bench.js';
import { benchTyping } from './typing-bench.js';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const length: Length = options.quick ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 3 };
const keys = options.quick ? 60 : 400;

const dir = mkdtempSync(join(tmpdir(), 'lumina-bench-'));
// Root's PostgreSQL runs as another user, who has to get in.
chmodSync(dir, 0o755);
const postgres = await startPostgres({ dir, settings: { max_connections: '200' } });
// Everything else was forked and ends with this process; PostgreSQL would outlive it. Where a browser is open, puppeteer
// exits by itself at a signal, so the last word is said at exit, where nothing can be waited for.
const leave = () => {
  const pid = postgres.pid();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  if (isRunning(pid)) signalTo(pid, 'SIGINT');
  for (let waited = 0; waited < 5_000 && isRunning(pid); waited += 50) Atomics.wait(clock, 0, 0, 50);
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
};
process.once('exit', leave);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void postgres.stop().finally(() => process.exit(130)));
const say = (line: string) => process.stderr.write(`  ${line}\n`);
try {
  const server = options.only === 'typing' ? [] : await benchServer(postgres.adminUrl, length, say);
  const typing = options.only === 'server' ? [] : await benchTyping(postgres.adminUrl, keys, say);
  printServer(server);
  for (const each of typing) printTyping(each);
  if (options.json) {
    const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model };
    writeFileSync(
      options.json,
      `${JSON.stringify({ at: new Date(), machine, length, server, typing }, undefined, 2)}\n`,
    );
  }
} finally {
  await postgres.stop();
}
process.exit(0);
