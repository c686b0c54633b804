import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { composeFaults } from './compose-check.js';

/** One thing `npm test` looks at without running the product. `run` answers what is wrong, or nothing. */
export interface Check {
  name: string;
  run(): Promise<string | undefined>;
}

const tool =
  (path: string, ...args: string[]) =>
  () =>
    runNode([`node_modules/${path}`, ...args]);
const folders = ['shared', 'api', 'extension', 'e2e', 'prisma'].filter((folder) => existsSync(folder));

/** Has to come first: the others read what it makes. */
export const generated: Check = {
  name: 'code generated from schema and entrypoints',
  run: () => runNode(['e2e/start/bootstrap.mjs', 'generate']),
};

/** The longest first, so that two at a time end together. */
export const staticChecks: Check[] = [
  {
    name: 'types (tsc)',
    run: tool('typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'dist/.typecheck.tsbuildinfo'),
  },
  { name: 'promises and switches (eslint)', run: tool('eslint/bin/eslint.js', '.') },
  {
    name: 'arrows between folders (dependency-cruiser)',
    run: tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', ...folders),
  },
  {
    name: 'format and lint (biome)',
    run: tool('@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '.'),
  },
  { name: 'docker-compose.yml', run: checkCompose },
];

export const build: Check = {
  name: 'API, sandbox, dashboard and extension build',
  run: () => runNode(['e2e/start/bootstrap.mjs', 'prepare']),
};

async function checkCompose(): Promise<string | undefined> {
  const text = readFileSync('docker-compose.yml', 'utf8');
  const faults = composeFaults(text);
  if (faults.length > 0) return faults.join('\n');
  // Docker's own word where there is a Docker; it reads the file and starts nothing.
  if ((await run('docker', ['compose', 'version'])).code !== 0) return undefined;
  const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => [name, 'x']);
  const { code, output } = await run('docker', ['compose', 'config', '--quiet'], Object.fromEntries(required));
  return code === 0 ? undefined : output;
}

async function runNode(args: string[]): Promise<string | undefined> {
  const { code, output } = await run(process.execPath, args);
  return code === 0 ? undefined : output || `${args[0]} ended with ${code}`;
}

function run(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
