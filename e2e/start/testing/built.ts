import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The browser stories run what is built; this builds what is missing or older than its sources. */
export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../bootstrap.mjs', import.meta.url)), 'prepare'], {
    stdio: 'inherit',
  });
}
