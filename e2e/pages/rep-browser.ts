import type { Browser, Page } from 'puppeteer';
import { BROWSER_HOSTS } from '../sandbox/hosts.js';

/** A rep's browser: the extension loaded, the mail pages' hosts played by the sandbox. */
export interface RepBrowser {
  browser: Browser;
  overheard: Overheard;
  newPage(): Promise<Page>;
  /** Runs `look` at the extension's own origin, in a page that wakes none of the extension's code. */
  atExtension<Seen>(look: (...args: string[]) => Promise<Seen>, ...args: string[]): Promise<Seen>;
  close(): Promise<void>;
}

/** What went wrong, or out, in one browser. */
export interface Overheard {
  /** Uncaught errors of the mail page and of the extension's content script. */
  pageErrors: string[];
  consoleErrors: string[];
  /** Requests to hosts that are not played here: nothing may ask for any. */
  strangers: string[];
}

export const nothingHeard = (): Overheard => ({ pageErrors: [], consoleErrors: [], strangers: [] });

const played = new Set([...BROWSER_HOSTS, '127.0.0.1', 'localhost']);

/** Notes from now on what goes wrong in `page`, and whom it asks for anything. */
export function overhear(page: Page, overheard: Overheard): void {
  page.on('pageerror', (error) => overheard.pageErrors.push(String(error instanceof Error ? error.stack : error)));
  page.on('console', (message) => {
    if (message.type() === 'error') overheard.consoleErrors.push(`${message.text()} (${message.location().url ?? ''})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && !played.has(url.hostname)) overheard.strangers.push(request.url());
  });
}
