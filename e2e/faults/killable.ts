import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A real process of the product that a story may kill and start again. */
export interface Killable {
  readonly name: string;
  isRunning(): boolean;
  /** @throws where it is not running */
  pid(): number;
  start(): void;
  /** SIGKILL: no handler runs, nothing is flushed. Answers when it is gone. */
  kill(): Promise<void>;
  /** Everything it wrote since the first start. */
  output(): string;
}

/** Runs the compiled program `entry` (a path below dist/) of the checkout `root`; not started yet. */
export function killable(name: string, root: string, entry: string, env: Record<string, string>): Killable {
  let child: ChildProcess | undefined;
  let output = '';
  return {
    name,
    isRunning: () => child?.pid !== undefined,
    pid() {
      if (child?.pid === undefined) throw new Error(`the ${name} is not running`);
      return child.pid;
    },
    start() {
      const started = fork(join(root, 'dist', entry), [], {
        env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
        execArgv: ['--enable-source-maps'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
      started.once('exit', (code, signal) => {
        output += `-- the ${name} ended (${signal ?? code})\n`;
        if (child === started) child = undefined;
      });
    },
    async kill() {
      const killed = child;
      if (!killed || killed.exitCode !== null || killed.signalCode !== null) return;
      const gone = new Promise((resolve) => killed.once('exit', resolve));
      killed.kill('SIGKILL');
      await gone;
    },
    output: () => output,
  };
}
