import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Frame } from 'puppeteer';
import { BROWSER_HOSTS } from '../sandbox/hosts.js';
import { installExtension } from '../start/installed-extension.js';
import { findFirefox, firefox, installCommand } from '../start/system-packages.js';
import { nothingHeard, overhear, type RepBrowser } from './rep-browser.js';

export interface FirefoxOptions {
  /** The built extension's folder. */
  built: string;
  apiUrl: string;
  tlsPort: number;
  /** After how long without an event Firefox stops the extension's background. Its own default: 30 s. */
  idleMs?: number;
}

/** A rep's Firefox, driven over WebDriver BiDi. */
export async function openFirefox({ built, apiUrl, tlsPort, idleMs = 30_000 }: FirefoxOptions): Promise<RepBrowser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error(`No Firefox on this machine. Install it with: ${installCommand(firefox)}`);
  const dir = mkdtempSync(join(tmpdir(), 'lumina-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    // The sandbox's certificate: Firefox can be told of no other way to trust it.
    acceptInsecureCerts: true,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      'network.dns.localDomains': BROWSER_HOSTS.join(','),
      'network.socket.forcePort': `443=${tlsPort}`,
      'network.dns.disableIPv6': true,
      'network.trr.mode': 5,
      'extensions.background.idle.timeout': idleMs,
    },
  });
  await browser.installExtension(installExtension(built, dir, apiUrl));
  const overheard = nothingHeard();
  return {
    browser,
    overheard,
    async newPage() {
      const page = await browser.newPage();
      overhear(page, overheard);
      return page;
    },
    async atExtension(look, ...args) {
      // BiDi leads no tab to a page of an extension; the panel's frame is one already.
      for (const page of await browser.pages())
        for (const frame of page.frames()) if (await isExtension(frame)) return await frame.evaluate(look, ...args);
      throw new Error('no panel is open, and Firefox shows nothing else of the extension');
    },
    async close() {
      await browser.close().catch(() => undefined);
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Asked of the frame itself: puppeteer takes its address for about:blank. */
const isExtension = (frame: Frame) => frame.evaluate(() => location.protocol === 'moz-extension:').catch(() => false);
