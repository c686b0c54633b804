import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { browserFlags } from '../start/browser-window.js';
import { installExtension } from '../start/installed-extension.js';
import { findBrowser } from '../start/system-packages.js';
import { nothingHeard, overhear, type RepBrowser } from './rep-browser.js';

export interface ChromiumOptions {
  /** The built extension's folder. */
  built: string;
  apiUrl: string;
  tlsPort: number;
  spki: string;
  /** A profile kept by the caller, so that a browser can be killed and opened again on it. */
  profile?: string;
  colorScheme?: 'light' | 'dark';
}

/** A rep's Chromium, in which every host that is not played here is unknown. */
export interface Chromium extends RepBrowser {
  extensionId: string;
  /** Ends the extension's service worker, as Chrome does with one that idles. The next message starts it again. */
  stopServiceWorker(): Promise<void>;
  /** What an update of the extension does to the pages that are open: their scripts live on, cut off from the rest. */
  reloadExtension(): Promise<void>;
  /** SIGKILL, with everything below it. */
  kill(): Promise<void>;
}

/** Puppeteer's own default that would keep the extension out. */
const unwanted = ['--disable-extensions'];

export async function openChromium(options: ChromiumOptions): Promise<Chromium> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium on this machine: `npm test` says how to install it.');
  const dir = options.profile ?? mkdtempSync(join(tmpdir(), 'lumina-browser-'));
  const extension = installExtension(options.built, dir, options.apiUrl);
  allowReloads(dir);
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    ignoreDefaultArgs: unwanted,
    args: flags(dir, extension, options),
    protocolTimeout: 60_000,
  });
  const overheard = nothingHeard();
  const worker = await browser.waitForTarget(
    (target) => target.type() === 'service_worker' && isExtension(target.url()),
  );
  const extensionId = new URL(worker.url()).host;
  /** A file of the extension, which runs no code. */
  const ownPage = async () => {
    const page = await browser.newPage();
    await page.goto(`chrome-extension://${extensionId}/lumina.json`);
    return page;
  };
  return {
    browser,
    extensionId,
    overheard,
    async newPage() {
      const page = await browser.newPage();
      overhear(page, overheard);
      if (options.colorScheme)
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: options.colorScheme }]);
      return page;
    },
    async atExtension(look, ...args) {
      const page = await ownPage();
      const seen = await page.evaluate(look, ...args);
      await page.close();
      return seen;
    },
    async stopServiceWorker() {
      // Through a page of the extension: a handle on the worker itself would keep it alive.
      const page = await ownPage();
      const session = await page.createCDPSession();
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await page.close();
    },
    async reloadExtension() {
      const page = await ownPage();
      const gone = new Promise((resolve) => page.once('close', resolve));
      await page.evaluate(reload).catch(() => undefined); // the page goes with it
      await gone;
      await browser.waitForTarget((target) => target.type() === 'service_worker' && isExtension(target.url()));
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
      if (!options.profile) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Without developer mode an unpacked extension that reloads itself stays off (Chromium 156). */
function allowReloads(dir: string) {
  const folder = join(dir, 'browser', 'Default');
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Preferences'), JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
}

function flags(dir: string, extension: string, { tlsPort, spki }: ChromiumOptions): string[] {
  const shared = browserFlags({ stateDir: dir, extension, sandbox: { tlsPort, spki } });
  // The same window `npm start` opens, except that no other host is to be found: what asks for one is overheard.
  return shared.map((flag) =>
    flag.startsWith('--host-resolver-rules=') ? `${flag}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost` : flag,
  );
}

function reload() {
  const { chrome } = globalThis as unknown as { chrome: { runtime: { reload(): void } } };
  chrome.runtime.reload();
}

const isExtension = (url: string) => url.startsWith('chrome-extension://');
