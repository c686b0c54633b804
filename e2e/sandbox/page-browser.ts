import puppeteer, { type Browser } from 'puppeteer';
import { findBrowser } from '../start/system-packages.js';

/** A browser without any extension, in which `hosts` are the sandbox's and no other host is to be found. */
export async function openPageBrowser(
  { tlsPort, spki }: { tlsPort: number; spki: string },
  hosts: readonly string[],
): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium on this machine: install it, or set CHROME_PATH');
  const rules = hosts.map((host) => `MAP ${host} 127.0.0.1:${tlsPort}`).join(', ');
  return puppeteer.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      `--ignore-certificate-errors-spki-list=${spki}`,
      `--host-resolver-rules=${rules}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
}
