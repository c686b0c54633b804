import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, inject, onTestFailed } from 'vitest';
import type { MailPage } from '../pages/mail-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { Prospect } from '../pages/prospect.js';
import type { RepBrowser } from '../pages/rep-browser.js';
import { gmail, type Webmail } from '../pages/webmails.js';
import { type Stack, type StackOptions, startStack } from '../stack.js';

export interface Story<Rep extends RepBrowser = RepBrowser> {
  stack: Stack;
  webmail: Webmail;
  rep: Rep;
  prospect(address: string): Prospect;
  /** A new tab with the webmail. */
  mailPage(): Promise<MailPage>;
}

interface StoryOptions extends Omit<StackOptions, 'postgresUrl'> {
  /** Where it is told unless said otherwise. */
  webmail?: Webmail;
}

/** One stack and one Chromium for the stories of a file. */
export const useStory = (options: StoryOptions = {}) => tell((stack) => stack.openBrowser(), options);

/** The same in Firefox, whose background is stopped as soon as it has nothing to do. */
export const useFirefoxStory = (options: StoryOptions = {}) =>
  tell((stack) => stack.openFirefox({ idleMs: 2_000 }), options);

/** Where a story fails, what the processes wrote and what the browser complained of is printed. */
function tell<Rep extends RepBrowser>(
  open: (stack: Stack) => Promise<Rep>,
  { webmail: first = gmail, ...options }: StoryOptions,
): (webmail?: Webmail) => Story<Rep> {
  let story: Pick<Story<Rep>, 'stack' | 'rep'> | undefined;
  beforeAll(async () => {
    const stack = await startStack({ postgresUrl: inject('postgresUrl'), ...options });
    const rep = await open(stack);
    story = { stack, rep };
  });
  afterAll(() => story?.stack[Symbol.asyncDispose]());
  beforeEach(async () => {
    onTestFailed(() => story && report(story));
    // What the story before left open: a browser holds six connections to one host, and every mail tab keeps one of them.
    // One may take windows that it opened with it.
    for (const page of (await story?.rep.browser.pages()) ?? [])
      if (page.url() !== 'about:blank') await page.close().catch(() => undefined);
  });
  return (webmail = first) => {
    if (!story) throw new Error('the story has not begun');
    const { stack, rep } = story;
    return {
      stack,
      webmail,
      rep,
      prospect: (address) => new Prospect(stack.world, address),
      mailPage: async () => webmail.open(await rep.newPage()),
    };
  };
}

/** What the processes wrote, what the browser complained of, and a picture of each of its pages. */
async function report({ stack, rep: { browser, overheard } }: Pick<Story, 'stack' | 'rep'>): Promise<void> {
  const unlike = Object.entries(overheard).map(([what, heard]) => [what, [...new Set(heard)].slice(-20)]);
  console.error(stack.logs(), JSON.stringify(Object.fromEntries(unlike), undefined, 2));
  const folder = mkdtempSync(join(tmpdir(), 'lumina-failure-'));
  const opened = (await browser.pages()).filter((page) => page.url() !== 'about:blank');
  for (const [index, page] of opened.entries()) {
    const path = join(folder, `${index}.png`) as `${string}.png`;
    await page.bringToFront().catch(() => undefined); // a page behind others draws nothing
    const taken = await page.screenshot({ path }).then(() => path, String);
    console.error(`${page.url()}: ${taken}`);
  }
}

/** A new compose to `recipient` with Lumina's panel open and signed in beside it. */
export async function writeTo(story: Story, recipient: string, subject: string) {
  const mailPage = await story.mailPage();
  const compose = await mailPage.compose();
  const panel = new PanelPage(mailPage.page);
  // While InboxSDK takes a window in, it moves it, and keys typed just then go astray.
  await panel.waitForRing();
  await compose.to(recipient);
  await compose.subject(subject);
  await panel.open();
  await panel.signInIfAsked();
  return { mailPage, compose, panel };
}

/** An answer to a mail of `sender`'s that has just arrived, with Lumina's panel open and signed in beside it. */
export async function replyTo(story: Story, sender: string, subject: string) {
  const question = 'How long does closing the month take with you?';
  const text = `Hello,\n\n${question}\n\nAda`;
  await story.stack.world.prospectWrites({ from: sender, to: story.webmail.rep.address, subject, text });
  const mailPage = await story.mailPage();
  const compose = await mailPage.replyTo(subject);
  // Outlook brings the quoted mail in late.
  await compose.waitForText(question);
  const panel = new PanelPage(mailPage.page);
  await panel.waitForRing();
  await panel.open();
  await panel.signInIfAsked();
  return { mailPage, compose, panel };
}

/** A text by its words: how browsers break lines and pad with no-break spaces is not what a rep wrote. */
export function wordsOf(text: string): string {
  return text.replace(/[\s\u00a0\u200b]+/g, ' ').trim();
}
