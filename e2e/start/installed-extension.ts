import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies the built extension to where the browser loads it from and tells it the API's address, which it reads from
 * `lumina.json` beside its manifest. A copy, because each state folder has its own API, and a build must not pull the files
 * from under a running browser.
 * @returns the folder to load
 */
export function installExtension(built: string, stateDir: string, apiUrl: string): string {
  const folder = join(stateDir, 'extension');
  rmSync(folder, { recursive: true, force: true });
  cpSync(built, folder, { recursive: true });
  writeFileSync(join(folder, 'lumina.json'), `${JSON.stringify({ apiUrl })}\n`);
  return folder;
}
