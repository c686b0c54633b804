import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { insidePath } from './node.mjs';
import { runQuietly } from './processes.mjs';
import { working } from './progress.mjs';
import { adviceFor, Trouble } from './trouble.mjs';

/**
 * Everything that is made from sources. A step is done again when the content of its `from` differs from that of the last
 * time, or when `makes` is not there.
 */
const steps = {
  client: {
    says: 'Generating the database client',
    from: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    makes: 'api/src/generated/prisma/client.ts',
    runs: ['node_modules/prisma/build/index.js', 'generate'],
    // It asks for a native engine it does not use; any existing file keeps it from downloading one (prisma 7.10).
    env: () => ({ PRISMA_SCHEMA_ENGINE_BINARY: join(process.cwd(), 'prisma.config.ts') }),
  },
  types: {
    says: 'Generating the extension’s types',
    from: ['wxt.config.ts', 'extension/entrypoints', 'package-lock.json'],
    makes: '.wxt/wxt.d.ts',
    runs: ['node_modules/wxt/bin/wxt.mjs', 'prepare'],
    after: 'firefox',
  },
  server: {
    says: 'Building the API and the sandbox',
    from: [
      'api/src',
      'shared',
      'prisma',
      'e2e/sandbox',
      'e2e/start',
      'e2e/bench',
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    makes: 'dist/e2e/start/start.js',
    // The same code comes out in half the time and two thirds of the memory; `npm test` and `npm run check` do check the types.
    runs: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck'],
    // What it wrote last time would keep it from writing again what somebody deleted.
    clears: 'dist/.tsbuildinfo',
    after: 'client',
  },
  extension: {
    says: 'Building the extension',
    from: ['extension', 'shared', 'wxt.config.ts', 'tsconfig.json', 'package-lock.json'],
    makes: '.output/chrome-mv3/manifest.json',
    runs: ['node_modules/wxt/bin/wxt.mjs', 'build'],
  },
  firefox: {
    says: 'Building the extension for Firefox',
    from: ['extension', 'shared', 'wxt.config.ts', 'tsconfig.json', 'package-lock.json'],
    makes: '.output/firefox-mv3/manifest.json',
    runs: ['node_modules/wxt/bin/wxt.mjs', 'build', '-b', 'firefox', '--mv3'],
    // All three write into .wxt.
    after: 'extension',
  },
  dashboard: {
    says: 'Building the dashboard',
    from: ['api/dashboard', 'shared', 'tsconfig.json', 'package-lock.json'],
    makes: 'dist/dashboard/index.html',
    runs: [
      'node_modules/vite/bin/vite.js',
      'build',
      'api/dashboard',
      '--outDir',
      '../../dist/dashboard',
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
  },
};

const stampOf = (name) => join('dist', '.built', name);

/** Whether none of the steps `names` has anything to do. */
export function isUpToDate(names) {
  return names.every((name) => isDone(name, contentOf(steps[name].from)));
}

/** Does those of the steps `names` that are out of date, side by side but for those that come after one of the others. */
export async function bringUpToDate(names, node) {
  const doing = new Map();
  for (const name of names)
    doing.set(
      name,
      Promise.resolve(doing.get(steps[name].after)).then(() => bring(name, node)),
    );
  const outcomes = await Promise.allSettled(doing.values());
  const failures = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
  if (failures.length > 0) throw new Trouble([...new Set(failures)].join('\n\n'));
}

/** The extension as the stores take it: one zip for each browser in .output/. */
export async function zipExtensions(node) {
  // One after the other: they share the folder .wxt.
  for (const [says, args] of [
    ['Zipping for Chrome', ['-b', 'chrome']],
    ['Zipping for Edge', ['-b', 'edge']],
    ['Zipping for Firefox', ['-b', 'firefox', '--mv3']],
  ]) {
    await runStep(says, node, ['node_modules/wxt/bin/wxt.mjs', 'zip', ...args]);
  }
  for (const file of readdirSync('.output').filter((name) => name.endsWith('.zip'))) console.log(`  .output/${file}`);
}

async function bring(name, node) {
  const step = steps[name];
  // Read before it starts: what changes while it runs is for the next time.
  const content = contentOf(step.from);
  if (isDone(name, content)) return;
  if (step.clears && !existsSync(step.makes)) rmSync(step.clears, { force: true });
  await runStep(step.says, node, step.runs, step.env?.() ?? {});
  mkdirSync(join('dist', '.built'), { recursive: true });
  writeFileSync(stampOf(name), content);
}

async function runStep(says, node, args, env = {}) {
  const options = { env: { ...process.env, ...env, PATH: insidePath(), NODE_ENV: undefined } };
  const { code, output } = await working(says, runQuietly(node, args, options));
  if (code !== 0) throw new Trouble(`${says} failed:\n${output.trim()}`, adviceFor(output));
}

function isDone(name, content) {
  return existsSync(steps[name].makes) && existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === content;
}

/** A hash of names and contents. Tests and generated code are left out: no build is made of them alone. */
function contentOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) for (const name of readdirSync(path).sort()) addBelow(path, name);
    else if (found) hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  };
  const addBelow = (path, name) => {
    if (name !== 'generated' && !/\.test\.tsx?$/.test(name)) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
