import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer';
import { GmailPage } from '../pages/gmail-page.js';
import { OutlookPage } from '../pages/outlook-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { HOSTS } from '../sandbox/hosts.js';
import { checkout, type Stack, startStack } from '../stack.js';
import { buildInboxSdkOnly } from './inboxsdk-only.js';
import { type Arm, TypedPage } from './typed-page.js';

export interface Typing {
  title: 'Gmail' | 'Outlook';
  keysPerArm: number;
  arms: Record<string, Arm>;
  /** What the mail page has to read, and how much of it is InboxSDK. */
  contentScript: { kB: number; gzippedKB: number; inboxSdkGzippedKB: number };
}

const blockOf = 20;

/**
 * The same compose in several pages, typed into in turn, 20 keys at a time: the mail page under a name no extension looks
 * at, twice, and under its own, in a browser with Lumina, signed in and its panel open; Gmail also with InboxSDK alone.
 */
export async function benchTyping(postgresUrl: string, keys: number, log: (line: string) => void): Promise<Typing[]> {
  await using stack = await startStack({ postgresUrl, worker: false });
  return [await inGmail(stack, keys, log), await inOutlook(stack, keys, log)];
}

async function inGmail(stack: Stack, keys: number, log: (line: string) => void): Promise<Typing> {
  const sdkFolder = await buildInboxSdkOnly(join(checkout, 'dist', 'bench'));
  const sdkOnly = await stack.openBrowser({ built: sdkFolder });
  const lumina = await stack.openBrowser();
  const alone = { host: HOSTS.control };
  log('browsers with Gmail are open');
  const arms = await typeInTurn(keys, log, {
    'page alone': await TypedPage.open(await GmailPage.open(await sdkOnly.newPage(), alone)),
    '+ InboxSDK': await TypedPage.open(await GmailPage.open(await sdkOnly.newPage())),
    'page alone, again': await TypedPage.open(await GmailPage.open(await lumina.newPage(), alone)),
    '+ Lumina': await TypedPage.open(await GmailPage.open(await lumina.newPage()), openPanel),
  });
  await Promise.all([sdkOnly.close(), lumina.close()]);
  const inboxSdkGzippedKB = gzippedKB(readFileSync(join(sdkFolder, 'content.js')));
  return { title: 'Gmail', keysPerArm: keys, arms, contentScript: { ...weigh('gmail.js'), inboxSdkGzippedKB } };
}

async function inOutlook(stack: Stack, keys: number, log: (line: string) => void): Promise<Typing> {
  const another = await stack.openBrowser();
  const lumina = await stack.openBrowser();
  const alone = { host: 'control-outlook.lumina.test' };
  log('browsers with Outlook are open');
  const arms = await typeInTurn(keys, log, {
    'page alone': await TypedPage.open(await OutlookPage.open(await another.newPage(), alone)),
    'page alone, again': await TypedPage.open(await OutlookPage.open(await lumina.newPage(), alone)),
    '+ Lumina': await TypedPage.open(await OutlookPage.open(await lumina.newPage()), openPanel),
  });
  await Promise.all([another.close(), lumina.close()]);
  return { title: 'Outlook', keysPerArm: keys, arms, contentScript: { ...weigh('outlook.js'), inboxSdkGzippedKB: 0 } };
}

async function typeInTurn(keys: number, log: (line: string) => void, composes: Record<string, TypedPage>) {
  const pages = Object.values(composes);
  for (const page of pages) await page.type(blockOf); // warm, not counted
  for (const page of pages) page.forget();
  for (let block = 0; block * blockOf < keys; block++) {
    for (const page of block % 2 === 0 ? pages : pages.toReversed()) await page.type(blockOf);
    if (block % 5 === 4) log(`typing: ${(block + 1) * blockOf} of ${keys} keys`);
  }
  return Object.fromEntries(Object.entries(composes).map(([name, page]) => [name, page.arm()]));
}

async function openPanel(page: Page): Promise<void> {
  const panel = new PanelPage(page);
  await panel.open();
  await panel.signIn();
}

function weigh(name: string): { kB: number; gzippedKB: number } {
  const script = readFileSync(join(checkout, '.output', 'chrome-mv3', 'content-scripts', name));
  return { kB: script.length / 1000, gzippedKB: gzippedKB(script) };
}

const gzippedKB = (bytes: Buffer) => gzipSync(bytes).length / 1000;
