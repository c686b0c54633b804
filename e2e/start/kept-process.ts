import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isRunning, until } from '#api/embedded/running.js';
import { say } from './screen.js';

export interface KeptProcess {
  name: string;
  /** Undefined while it waits to be started again. */
  pid(): number | undefined;
  /** How often it ended by itself so far. */
  deaths(): number;
  /** The last lines of its log. */
  lastWords(): string;
  restart(): Promise<void>;
  /** Asks it to end, makes it end when it does not, and answers when it is gone. */
  stop(): Promise<void>;
}

interface Keeping {
  /** As a person calls it: 'API'. */
  name: string;
  /** The compiled file to run. */
  entry: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Given each line of its standard output, which then goes there instead of into the log. */
  onLine?: (line: string) => void;
  /** Called each time a process was started. */
  onStart?: () => void;
  /** How long it may take to end when asked, before it is made to. */
  patienceMs?: number;
}

/** Runs a Node program until it is stopped: one that ends by itself is started again, ever more patiently. */
export function keepRunning({ name, entry, env, logFile, onLine, onStart, patienceMs = 8000 }: Keeping): KeptProcess {
  let child: ChildProcess | undefined;
  let deaths = 0;
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;

  const start = () => {
    const startedAt = performance.now();
    const started = forkLogged(entry, env, logFile, onLine !== undefined);
    child = started;
    if (onLine && started.stdout) createInterface({ input: started.stdout }).on('line', onLine);
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined;
      if (isStopping || expected.has(started)) return;
      const lasted = performance.now() - startedAt;
      deaths = lasted > 60_000 ? 1 : deaths + 1;
      const waitMs = backOff(deaths);
      say(
        `The ${name} ended by itself (${signal ?? `code ${code}`}); starting it again in ${waitMs / 1000} s. Its log: ${logFile}`,
      );
      again = setTimeout(start, waitMs);
    });
    onStart?.();
  };
  const expected = new WeakSet<ChildProcess>();
  const end = async () => {
    clearTimeout(again);
    if (child) expected.add(child);
    await endProcess(child, patienceMs);
  };

  start();
  return {
    name,
    pid: () => child?.pid,
    deaths: () => deaths,
    lastWords: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n'),
    async restart() {
      await end();
      if (!isStopping) start();
    },
    async stop() {
      isStopping = true;
      await end();
    },
  };
}

/** How long to wait before the next start, in ms: half a second at first, half a minute at most. */
export function backOff(deaths: number): number {
  return Math.min(500 * 2 ** (deaths - 1), 30_000);
}

/**
 * Loaded into each process before its own code: when the one that started it is gone, killed without a chance to say so,
 * there is nobody left to stop it, so it stops itself. Listening must not keep a process alive that is otherwise done.
 */
const leash = `data:text/javascript,${encodeURIComponent(`
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 8000).unref();
  });
  process.channel?.unref();
`)}`;

function forkLogged(entry: string, env: NodeJS.ProcessEnv, logFile: string, wantsLines: boolean): ChildProcess {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(logFile, size > 20_000_000 ? 'w' : 'a', 0o600);
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), [], {
    env,
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', '--import', leash],
    // Ctrl+C in a terminal goes to a whole group. In one of their own they end in the order we choose.
    detached: true,
    stdio: ['ignore', wantsLines ? 'pipe' : log, log, 'ipc'],
  });
  closeSync(log);
  return child;
}

async function endProcess(child: ChildProcess | undefined, patienceMs: number): Promise<void> {
  const pid = child?.pid;
  if (!child || pid === undefined) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(pid)) return;
    child.kill(signal);
    if (await until(() => !isRunning(pid), patienceMs)) return;
  }
}
