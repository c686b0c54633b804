// `npm start`: all of Lumina on this machine, from the database to a browser window, until Ctrl+C.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '#api/db/migrate.js';
import { freePort } from '#api/embedded/free-port.js';
import { startPostgres } from '#api/embedded/postgres.js';
import { seed } from '../../prisma/seed.js';
import { lockOrReport } from './already-running.js';
import { showWindow, whatToTry } from './first-look.js';
import { installExtension } from './installed-extension.js';
import { type KeptProcess, keepRunning } from './kept-process.js';
import { choosePort } from './ports.js';
import { allReady, sandboxReady } from './readiness.js';
import { restartOnChange } from './restart-on-change.js';
import { explain, say, seconds, Trouble, timed } from './screen.js';
import {
  chooseStateDir,
  forgetRunning,
  keepPorts,
  keptPorts,
  keptSecret,
  openStateDir,
  writeRunning,
} from './state-dir.js';
import { askedToStop, untilAborted } from './stopping.js';
import { trustedCertificates } from './trusted-certificates.js';

/** The checkout, seen from dist/e2e/start. */
const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

interface Options {
  browser: boolean;
  watch: boolean;
}

/** What has to be stopped in the end, in the order it was started. */
type Stops = (() => unknown)[];

async function main(): Promise<void> {
  const options = readOptions();
  const stateDir = chooseStateDir(checkout);
  openStateDir(stateDir);
  const lock = await lockOrReport(stateDir);
  if (!lock) return;
  const stops: Stops = [lock.release, () => forgetRunning(stateDir)];
  const stopping = askedToStop();
  try {
    await run(stateDir, options, stops, stopping);
  } finally {
    if (stopping.aborted) say('Stopping …');
    for (const stop of stops.reverse()) await stop();
  }
  say('Stopped. What you wrote is kept for the next start.');
}

async function run(stateDir: string, options: Options, stops: Stops, stopping: AbortSignal): Promise<void> {
  const start = performance.now();
  const { env } = process;
  const port = await choosePort(env.PORT);
  const apiUrl = `http://127.0.0.1:${port}`;
  const publicUrl = env.LUMINA_PUBLIC_URL || apiUrl;

  // One own client means the real world: mail pages half played and half real would meet nobody's mailbox.
  const isReal = Boolean(env.GOOGLE_CLIENT_ID || env.MICROSOFT_CLIENT_ID);
  const sandbox = isReal ? undefined : await startSandbox(stateDir, `${publicUrl}/push/gmail`, stops);
  const { databaseUrl, postgresPid } = await openDatabase(stateDir, stops);
  if (stopping.aborted) return;
  const world = sandbox && (await timed('Sandbox is up', sandboxReady(sandbox, stopping)));
  if (stopping.aborted) return;

  const settings: NodeJS.ProcessEnv = {
    ...env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    LUMINA_PUBLIC_URL: publicUrl,
    LUMINA_SECRET: env.LUMINA_SECRET || keptSecret(stateDir),
    ...(world && {
      LUMINA_SANDBOX_URL: world.httpUrl,
      LUMINA_SANDBOX_TLS_URL: world.tlsUrl,
      NODE_EXTRA_CA_CERTS: trustedCertificates(stateDir, world.caFile),
    }),
  };
  let publish = () => {};
  const keep = (name: string, entry: string): KeptProcess =>
    keepRunning({ name, entry, env: settings, logFile: logFile(stateDir, name), onStart: () => publish() });
  const processes = [keep('API', '../../api/src/main.js'), keep('worker', '../../api/src/worker.js')];
  stops.push(() => Promise.all(processes.map((kept) => kept.stop())));
  if (sandbox) processes.push(sandbox.process);
  await timed('API and worker are up', allReady(`${apiUrl}/health/ready`, processes, stopping));
  if (stopping.aborted) return;

  const extension = installExtension(join(checkout, '.output/chrome-mv3'), stateDir, publicUrl);
  const startedAt = new Date().toISOString();
  publish = () => {
    const pids = processes.map((kept) => [kept.name.toLowerCase(), kept.pid() ?? 0]);
    writeRunning(stateDir, {
      pid: process.pid,
      apiUrl,
      ...(world && { sandbox: world }),
      databaseUrl,
      processes: { ...Object.fromEntries(pids), ...(postgresPid && { postgres: postgresPid() }) },
      extension,
      startedAt,
    });
  };
  publish();
  if (options.watch) stops.push(restartOnChange({ checkout, stateDir, publicUrl, processes }));

  say(`Lumina is ready after ${seconds(start)}.`);
  whatToTry({ stateDir, publicUrl, sandboxUrl: world?.httpUrl });
  await showWindow({ stateDir, extension, ...(world && { sandbox: world }) }, options.browser, stops);
  say('Ctrl+C stops everything Lumina started.');
  await untilAborted(stopping);
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: { browser: { type: 'boolean', default: true }, watch: { type: 'boolean', default: false } },
      allowNegative: true,
    });
    return values;
  } catch (error) {
    throw new Trouble(
      `${error instanceof Error ? error.message : error}\n` +
        'Usage: npm start [-- --no-browser]\n' +
        "PORT sets the API's port, LUMINA_STATE_DIR where data is kept; README.md lists the other settings.",
    );
  }
}

async function openDatabase(
  stateDir: string,
  stops: Stops,
): Promise<{ databaseUrl: string; postgresPid?: () => number }> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await timed('Database is current', prepare(given)).catch((error: unknown) => {
      throw unreachable(given, error);
    });
    return { databaseUrl: given };
  }
  const postgres = await timed(`PostgreSQL is up, data in ${stateDir}`, startPostgres({ dir: stateDir, log: say }));
  stops.push(postgres.stop);
  await timed('Database is current', prepare(postgres.url));
  return { databaseUrl: postgres.url, postgresPid: postgres.pid };
}

async function prepare(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, say);
  await seed(databaseUrl);
}

function unreachable(url: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', '28P01', '28000'].includes(code)) return error;
  const { host } = new URL(url);
  return new Trouble(
    `DATABASE_URL points to ${host}, which ${code.startsWith('28') ? 'refuses this user or password' : 'does not answer'} (${code}).\n` +
      'Start that server, correct DATABASE_URL, or leave it out: then Lumina runs a PostgreSQL of its own.',
  );
}

async function startSandbox(
  stateDir: string,
  pushUrl: string,
  stops: Stops,
): Promise<{ process: KeptProcess; firstLine(): string | undefined }> {
  const kept = keptPorts(stateDir);
  const ports = { http: await freePort(kept.http), tls: await freePort(kept.tls) };
  keepPorts(stateDir, ports);
  let line: string | undefined;
  const sandbox = keepRunning({
    name: 'sandbox',
    entry: '../sandbox/main.js',
    env: {
      ...process.env,
      LUMINA_SANDBOX_DIR: join(stateDir, 'sandbox'),
      LUMINA_SANDBOX_HTTP_PORT: String(ports.http),
      LUMINA_SANDBOX_TLS_PORT: String(ports.tls),
      LUMINA_SANDBOX_PUSH_URL: pushUrl,
    },
    logFile: logFile(stateDir, 'sandbox'),
    onLine: (text) => {
      line ??= text;
    },
  });
  stops.push(sandbox.stop);
  return { process: sandbox, firstLine: () => line };
}

function logFile(stateDir: string, name: string): string {
  return join(stateDir, 'logs', `${name.toLowerCase()}.log`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`\n${explain(error)}`);
    process.exit(1);
  },
);
