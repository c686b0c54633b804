import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPinnedHere, outsidePath, root, systemNode } from './node.mjs';
import { runQuietly } from './processes.mjs';
import { working } from './progress.mjs';
import { adviceFor, Trouble } from './trouble.mjs';

/**
 * Whether node_modules holds what package-lock.json says. npm keeps its own account of what it installed in
 * node_modules/.package-lock.json and writes it last, so a cut-off install does not count, and one made by hand does.
 */
export function isInstalled() {
  const account = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(account)) return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(account);
  const platformNode = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  if (wanted[platformNode] && !isPinnedHere()) return false;
  // An optional package of another platform is left out; one that is there must still be the right one.
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    return present[path] ? present[path].version === version : optional === true;
  });
}

/** `npm ci`, with its output kept back unless it fails. @throws Trouble naming what to do. */
export async function installPackages() {
  const node = systemNode();
  const npm = process.env.npm_execpath;
  // The npm this was started with, run by the machine's Node; or else whatever "npm" is.
  const [program, args] = node && npm && /npm-cli\.[cm]?js$/.test(npm) ? [node, [npm]] : ['npm', []];
  const env = { ...process.env, PATH: outsidePath(), PUPPETEER_SKIP_DOWNLOAD: '1' };
  // Development packages are part of it: the first start builds. NODE_ENV=production would leave them out.
  const run = runQuietly(program, [...args, 'ci', '--include=dev', '--include=optional'], {
    env,
    shell: process.platform === 'win32',
  });
  const { code, output, missing } = await working(
    'Installing packages (once; about 1.2 GB, mostly under a minute)',
    run,
  );
  if (missing)
    throw new Trouble(
      'npm was not found.',
      'It comes with Node: get both from https://nodejs.org, or on Debian with `apt-get install npm`.',
    );
  if (code !== 0)
    throw new Trouble(
      `${output.trim()}\n\nThe packages could not be installed.`,
      adviceFor(output) ?? "The lines above are npm's own.",
    );
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
