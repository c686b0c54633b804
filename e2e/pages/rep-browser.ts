import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { BROWSER_HOSTS } from '../sandbox/hosts.js';
import { browserFlags } from '../start/browser-window.js';
import { installExtension } from '../start/installed-extension.js';
import { findBrowser } from '../start/system-packages.js';

export interface RepBrowserOptions {
  /** The built extension's folder. */
  built: string;
  apiUrl: string;
  tlsPort: number;
  spki: string;
  /** A profile kept by the caller, so that a browser can be killed and opened again on it. */
  profile?: string;
  colorScheme?: 'light' | 'dark';
}

/** What went wrong, or out, in one browser. */
export interface Overheard {
  /** Uncaught errors of the mail page and of the extension's content script. */
  pageErrors: string[];
  consoleErrors: string[];
  /** Requests to hosts that are not played here: nothing may ask for any. */
  strangers: string[];
}

/** A rep's Chromium: the extension loaded, Gmail's hosts played by the sandbox, every other host unknown. */
export interface RepBrowser {
  browser: Browser;
  extensionId: string;
  overheard: Overheard;
  newPage(): Promise<Page>;
  /** Ends the extension's service worker, as Chrome does with one that idles. The next message starts it again. */
  stopServiceWorker(): Promise<void>;
  /** SIGKILL, with everything below it. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Puppeteer's own default that would keep the extension out. */
const unwanted = ['--disable-extensions'];

export async function openRepBrowser(options: RepBrowserOptions): Promise<RepBrowser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium on this machine: `npm test` says how to install it.');
  const dir = options.profile ?? mkdtempSync(join(tmpdir(), 'lumina-browser-'));
  const extension = installExtension(options.built, dir, options.apiUrl);
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    ignoreDefaultArgs: unwanted,
    args: flags(dir, extension, options),
    protocolTimeout: 60_000,
  });
  const overheard: Overheard = { pageErrors: [], consoleErrors: [], strangers: [] };
  const worker = await browser.waitForTarget(
    (target) => target.type() === 'service_worker' && isExtension(target.url()),
  );
  const extensionId = new URL(worker.url()).host;
  const newPage = async () => {
    const page = await browser.newPage();
    listen(page, overheard);
    if (options.colorScheme)
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: options.colorScheme }]);
    return page;
  };
  const forget = () => {
    if (!options.profile) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return {
    browser,
    extensionId,
    overheard,
    newPage,
    async stopServiceWorker() {
      // Through a page of the extension: a handle on the worker itself would keep it alive.
      const page = await browser.newPage();
      await page.goto(`chrome-extension://${extensionId}/lumina.json`);
      const session = await page.createCDPSession();
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await page.close();
    },
    async kill() {
      const chrome = browser.process();
      const gone = chrome && new Promise((resolve) => chrome.once('exit', resolve));
      chrome?.kill('SIGKILL');
      await gone;
      await browser.disconnect();
    },
    async close() {
      await browser.close().catch(() => undefined);
      forget();
    },
  };
}

function flags(dir: string, extension: string, { tlsPort, spki }: RepBrowserOptions): string[] {
  const shared = browserFlags({ stateDir: dir, extension, sandbox: { tlsPort, spki } });
  // The same window `npm start` opens, except that no other host is to be found: what asks for one is overheard.
  return shared.map((flag) =>
    flag.startsWith('--host-resolver-rules=') ? `${flag}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost` : flag,
  );
}

const isExtension = (url: string) => url.startsWith('chrome-extension://');

const played = new Set([...BROWSER_HOSTS, '127.0.0.1', 'localhost']);

function listen(page: Page, overheard: Overheard): void {
  page.on('pageerror', (error) => overheard.pageErrors.push(String(error instanceof Error ? error.stack : error)));
  page.on('console', (message) => {
    if (message.type() === 'error') overheard.consoleErrors.push(`${message.text()} (${message.location().url ?? ''})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && !played.has(url.hostname)) overheard.strangers.push(request.url());
  });
}
