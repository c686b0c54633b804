import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, inject, onTestFailed } from 'vitest';
import { GmailPage } from '../pages/gmail-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { Prospect } from '../pages/prospect.js';
import type { RepBrowser } from '../pages/rep-browser.js';
import { type Stack, type StackOptions, startStack } from '../stack.js';

/** The rep every story is about: the first account of the sandbox. */
export const rep = { name: 'Ada Seller', address: 'ada.seller@northwind.example' };

export interface Story {
  stack: Stack;
  rep: RepBrowser;
  prospect(address: string): Prospect;
  /** A new tab with Gmail. */
  gmail(): Promise<GmailPage>;
}

/**
 * One stack and one browser for the stories of a file. Where one of them fails, what the processes wrote and what the
 * browser complained of is printed.
 */
export function useStory(options: Omit<StackOptions, 'postgresUrl'> = {}): () => Story {
  let story: Story | undefined;
  beforeAll(async () => {
    const stack = await startStack({ postgresUrl: inject('postgresUrl'), ...options });
    const rep = await stack.openBrowser();
    story = {
      stack,
      rep,
      prospect: (address) => new Prospect(stack.world, address),
      gmail: async () => GmailPage.open(await rep.newPage()),
    };
  });
  afterAll(() => story?.stack[Symbol.asyncDispose]());
  beforeEach(() => {
    onTestFailed(() => story && report(story));
  });
  return () => {
    if (!story) throw new Error('the story has not begun');
    return story;
  };
}

/** What the processes wrote, what the browser complained of, and a picture of each of its pages. */
async function report({ stack, rep: { browser, overheard } }: Story): Promise<void> {
  const unlike = Object.entries(overheard).map(([what, heard]) => [what, [...new Set(heard)].slice(-20)]);
  console.error(stack.logs(), JSON.stringify(Object.fromEntries(unlike), undefined, 2));
  const folder = mkdtempSync(join(tmpdir(), 'lumina-failure-'));
  const opened = (await browser.pages()).filter((page) => page.url() !== 'about:blank');
  for (const [index, page] of opened.entries()) {
    const path = join(folder, `${index}.png`) as `${string}.png`;
    const taken = await page.screenshot({ path }).then(() => path, String);
    console.error(`${page.url()}: ${taken}`);
  }
}

/** A new compose to `recipient` with Lumina's panel open and signed in beside it. */
export async function writeTo(story: Story, recipient: string, subject: string) {
  const gmail = await story.gmail();
  const compose = await gmail.compose();
  const panel = new PanelPage(gmail.page);
  // While InboxSDK takes a window in, it moves it, and keys typed just then go astray.
  await panel.waitForRing();
  await compose.to(recipient);
  await compose.subject(subject);
  await panel.open();
  await panel.signInIfAsked();
  return { gmail, compose, panel };
}

/** A text by its words: how browsers break lines and pad with no-break spaces is not what a rep wrote. */
export function wordsOf(text: string): string {
  return text.replace(/[\s\u00a0\u200b]+/g, ' ').trim();
}
