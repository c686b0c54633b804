import { spawn } from 'node:child_process';
import { insidePath } from './node.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const children = new Set();
let isHandedOver = false;

for (const signal of signals) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    // While it installs or builds nothing needs an orderly end. Afterwards the command decides how it ends, and when.
    if (!isHandedOver) process.exit(130);
  });
}

/** Runs a program and gathers what it prints. `missing` when there is no such program. */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: insidePath() };
    const child = spawn(program, args, { env, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: String(error), missing: error.code === 'ENOENT' }));
    child.once('close', (code, signal) => {
      children.delete(child);
      resolve({ code: code ?? 1, output: signal ? `${output}\n(ended by ${signal})` : output, missing: false });
    });
  });
}

/**
 * Hands this process over to `node args`: same terminal, same signals, same exit code. The open channel between the two
 * tells the command when this one was killed without being able to say so.
 */
export function runInstead(node, args, more = {}) {
  isHandedOver = true;
  const env = { ...process.env, PATH: insidePath(), ...more };
  const child = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
