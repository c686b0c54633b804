// `npm run dev`: like `npm start`, and what you save is built and running a moment later. The API, the worker and the sandbox
// start anew by themselves; a page of the dashboard wants reloading; the extension wants its reload button on
// chrome://extensions, which no program may press.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { say } from './screen.js';

const children = new Set<ChildProcess>();

run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput');
run(
  'node_modules/vite/bin/vite.js',
  'build',
  'api/dashboard',
  '--outDir',
  '../../dist/dashboard',
  '--emptyOutDir',
  '--watch',
  '--logLevel',
  'warn',
);
rebuildExtensionOnChange();

const lumina = run('dist/e2e/start/start.js', '--watch', ...process.argv.slice(2));
lumina.once('exit', (code) => {
  for (const child of children) child.kill('SIGTERM');
  process.exit(code ?? 1);
});
// It stops everything it started and then ends; that ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => lumina.kill(signal));
process.once('disconnect', () => lumina.kill('SIGTERM'));

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** A whole build takes a few seconds. WXT's own dev server would serve other code than the one that ships. */
function rebuildExtensionOnChange(): void {
  let timer: NodeJS.Timeout | undefined;
  let building: ChildProcess | undefined;
  const build = () => {
    if (building) return later();
    say('Building the extension …');
    building = spawn(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    building.once('exit', (code) => {
      building = undefined;
      if (code !== 0) say('The extension does not build; the last one that did stays.');
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(build, 400);
  };
  for (const folder of ['extension', 'shared']) watch(folder, { recursive: true }, later);
}
