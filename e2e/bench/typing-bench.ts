/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'puppeteer';
import { GmailPage } from '../pages/gmail-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { checkout, startStack } from '../stack.js';
import { buildInboxSdkOnly } from './inboxsdk-only.js';
import { quantile } from './statistics.js';

export interface Arm {
  scriptMsPerKey: number;
  taskMsPerKey: number;
  paintP50Ms: number;
  paintP95Ms: number;
}

export interface Typing {
  keysPerArm: number;
  arms: Record<string, Arm>;
  /** What the mail page has to read, and how much of it is InboxSDK. */
  contentScript: { kB: number; gzippedKB: number; inboxSdkGzippedKB: number };
}

const blockOf = 20;
/** About as fast as a quick typist's bursts; long enough for the frame of one key to be over before the next. */
const betweenKeysMs = 60;

/**
 * The same compose in four pages, typed into in turn, 20 keys at a time: the mail page under a name no extension looks at,
 * and as Gmail, once in a browser with InboxSDK alone and once in one with Lumina, signed in and its panel open.
 */
export async function benchTyping(postgresUrl: string, keys: number, log: (line: string) => void): Promise<Typing> {
  await using stack = await startStack({ postgresUrl, worker: false });
  const sdkFolder = await buildInboxSdkOnly(join(checkout, 'dist', 'bench'));
  const sdkOnly = await stack.openBrowser({ built: sdkFolder });
  const lumina = await stack.openBrowser();
  log('browsers are open');
  const composes = {
    'page alone': await TypedPage.open(await sdkOnly.newPage(), 'control.lumina.test'),
    '+ InboxSDK': await TypedPage.open(await sdkOnly.newPage(), 'mail.google.com'),
    'page alone, again': await TypedPage.open(await lumina.newPage(), 'control.lumina.test'),
    '+ Lumina': await TypedPage.open(await lumina.newPage(), 'mail.google.com', async (page) => {
      const panel = new PanelPage(page);
      await panel.open();
      await panel.signIn();
    }),
  };
  const pages = Object.values(composes);
  for (const page of pages) await page.type(blockOf); // warm, not counted
  for (const page of pages) page.forget();
  for (let block = 0; block * blockOf < keys; block++) {
    for (const page of block % 2 === 0 ? pages : pages.toReversed()) await page.type(blockOf);
    if (block % 5 === 4) log(`typing: ${(block + 1) * blockOf} of ${keys} keys`);
  }
  const arms = Object.fromEntries(Object.entries(composes).map(([name, page]) => [name, page.arm()]));
  return { keysPerArm: keys, arms, contentScript: weigh(sdkFolder) };
}

function weigh(sdkFolder: string): Typing['contentScript'] {
  const script = readFileSync(join(checkout, '.output', 'chrome-mv3', 'content-scripts', 'gmail.js'));
  const gzipped = (bytes: Buffer) => gzipSync(bytes).length / 1000;
  return {
    kB: script.length / 1000,
    gzippedKB: gzipped(script),
    inboxSdkGzippedKB: gzipped(readFileSync(join(sdkFolder, 'content.js'))),
  };
}

/** One page with a compose of some 200 words, whose keys are timed. */
class TypedPage {
  #paints: number[] = [];
  #scriptMs = 0;
  #taskMs = 0;
  #keys = 0;

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly focus: () => Promise<void>,
  ) {}

  static async open(page: Page, host: string, prepare: (page: Page) => Promise<void> = async () => {}) {
    const gmail = await GmailPage.open(page, { host });
    const compose = await gmail.compose();
    await compose.to('ada@analytical.example');
    await compose.paste(`<div>${'We take the wait out of the month-end close. '.repeat(25)}</div>`);
    await prepare(page);
    await page.evaluate(timeKeys);
    const session = await page.createCDPSession();
    await session.send('Performance.enable');
    return new TypedPage(page, session, () => compose.focusBody());
  }

  async type(count: number): Promise<void> {
    await this.page.bringToFront();
    await this.focus();
    const before = await this.#metrics();
    for (let key = 0; key < count; key++) {
      await this.page.keyboard.press(key % 6 === 5 ? 'Space' : 'KeyE');
      await sleep(betweenKeysMs);
    }
    const after = await this.#metrics();
    this.#scriptMs += after.script - before.script;
    this.#taskMs += after.task - before.task;
    this.#keys += count;
    this.#paints.push(...(await this.page.evaluate(takeTimes)));
  }

  forget(): void {
    this.#paints = [];
    this.#scriptMs = this.#taskMs = this.#keys = 0;
  }

  arm(): Arm {
    return {
      scriptMsPerKey: this.#scriptMs / this.#keys,
      taskMsPerKey: this.#taskMs / this.#keys,
      paintP50Ms: quantile(this.#paints, 0.5),
      paintP95Ms: quantile(this.#paints, 0.95),
    };
  }

  async #metrics(): Promise<{ script: number; task: number }> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const seconds = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { script: seconds('ScriptDuration') * 1000, task: seconds('TaskDuration') * 1000 };
  }
}

/** From the key's own time stamp to the frame after it: a callback at the frame, and a message behind its painting. */
function timeKeys(): void {
  const times: number[] = [];
  Object.assign(window, { luminaTimes: times });
  window.addEventListener(
    'keydown',
    (event) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - event.timeStamp);
        port2.postMessage(undefined);
      });
    },
    { capture: true },
  );
}

function takeTimes(): number[] {
  const { luminaTimes } = window as unknown as { luminaTimes: number[] };
  return luminaTimes.splice(0);
}
