// What every npm script of this project runs first: it makes a fresh clone ready (packages, pinned Node, generated code, builds),
// does nothing where nothing is missing or old, and then runs the command asked for.
//
// Plain JavaScript with nothing but Node's own modules, because it runs before any package is there, on whatever Node the
// machine has. The rest of the product runs on the Node 24 that comes with the packages.
import { argv, chdir, exit } from 'node:process';
import { installPackages, isInstalled } from './bootstrap/install.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { findNode, requireNode, root } from './bootstrap/node.mjs';
import { runInstead } from './bootstrap/processes.mjs';
import { bringUpToDate, isUpToDate, zipExtensions } from './bootstrap/steps.mjs';
import { addAdvice, Trouble } from './bootstrap/trouble.mjs';

const built = ['client', 'server', 'extension', 'dashboard'];
const fromSource = (file) => ['--import', './e2e/start/from-source.mjs', `e2e/start/${file}`];

/** What each command needs to be up to date, and what it then runs. */
const commands = {
  start: { needs: built, runs: ['dist/e2e/start/start.js'] },
  dev: { needs: built, runs: fromSource('dev.ts') },
  bench: { needs: built, runs: ['dist/e2e/bench/main.js'] },
  screenshots: {
    needs: built,
    runs: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'screenshots'],
    env: { LUMINA_SCREENSHOTS: 'docs/screenshots' },
  },
  build: { needs: [...built, 'firefox', 'types'], runs: [] },
  // These two are for `test` and `check`, and for editors: everything the others need, without running them.
  prepare: { needs: [...built, 'firefox'], runs: [] },
  generate: { needs: ['client', 'types'], runs: [] },
  // These two prepare nothing but the packages first: that the rest does not build is for them to say.
  test: { needs: [], runs: fromSource('test.ts') },
  check: { needs: [], runs: [...fromSource('test.ts'), '--static-only'] },
};

async function main() {
  const [name = '', ...args] = argv.slice(2);
  const command = commands[name];
  if (!command)
    throw new Trouble(`There is no command "${name}".`, `One of these: ${Object.keys(commands).join(', ')}.`);
  requireNode();
  chdir(root);
  if (!isInstalled() || !isUpToDate(command.needs)) {
    await withLock('bootstrap', async () => {
      if (!isInstalled()) await installPackages();
      await bringUpToDate(command.needs, findNode());
    });
  }
  if (name === 'build') await zipExtensions(findNode());
  if (command.runs.length > 0) await runInstead(findNode(), [...command.runs, ...args], command.env);
}

main().catch((error) => {
  console.error(addAdvice(error));
  exit(1);
});
