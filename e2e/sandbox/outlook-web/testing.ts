import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { HOSTS } from '../hosts.js';
import { openPageBrowser } from '../page-browser.js';
import { ADA_OUTLOOK, freshSandbox } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;

/** A sandbox and a browser without any extension, for the tests of one file. */
export function outlookTests() {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await freshSandbox();
    browser = await openPageBrowser(sandbox, HOSTS.outlook);
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.[Symbol.asyncDispose]();
  });

  return {
    world: () => sandbox.client,
    browser: () => browser,
    drafts: async () => (await sandbox.client.mailbox({ email: ADA_OUTLOOK })).drafts,
    prospectAsks: (text = 'How much?') =>
      sandbox.client.prospectWrites({ from: 'Bo <bo@acme.example>', to: ADA_OUTLOOK, subject: 'Price?', text }),

    /** The page over a mailbox as on the first start. It has to end without a complaint. */
    async open(path = '/mail/inbox'): Promise<Page> {
      await sandbox.client.reset();
      const page = await browser.newPage();
      await page.setViewport({ width: 1300, height: 900 });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      onTestFinished(async () => {
        await page.close();
        const { unknown, cspReports } = await sandbox.client.state();
        expect({ complaints, unknown, cspReports }).toEqual({ complaints: [], unknown: [], cspReports: [] });
      });
      await page.goto(`https://outlook.cloud.microsoft${path}`);
      await page.waitForSelector('[data-standin-row]');
      return page;
    },
  };
}

/** Something in the one compose that is to be seen. */
export const compose = (inner = '') =>
  `[data-app-section=MailReadCompose] [id^=docking_InitVisiblePart]:not([hidden]) ${inner}`;
export const BODY = compose('[role=textbox][aria-multiline=true]');
export const SEND = compose('[data-testid=ComposeSendButton] button');

/** A new mail, written by hand; the caret is behind the text then. */
export async function write(
  page: Page,
  { to = 'grace@analytical.example', subject = 'Thursday', text = 'Hi Grace,' } = {},
) {
  await page.click('[data-standin-new-mail]');
  await page.waitForSelector(compose('[id$=_TO] [contenteditable]'));
  await page.keyboard.type(`${to};`);
  await page.waitForSelector(compose('._EType_RECIPIENT_ENTITY'));
  await page.click(compose('[id$=_SUBJECT]'));
  await page.keyboard.type(subject);
  await page.keyboard.press('Tab');
  await page.keyboard.type(text);
}

/** Opens a mail and answers it; the caret is in the text then. */
export async function answer(page: Page, subject: string): Promise<void> {
  await page.click(`[data-standin-row="${subject}"]`);
  await (await page.waitForSelector('[data-standin-item] [data-standin-reply]'))?.click();
  await page.waitForSelector(BODY);
}

export async function withControl(page: Page, key: 'Enter' | 'KeyZ' | 'KeyY'): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press(key);
  await page.keyboard.up('Control');
}

/** A paste as an extension makes one. */
export const paste = (page: Page, html: string) =>
  page.$eval(
    BODY,
    (body, text) => {
      const event = new ClipboardEvent('paste', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      event.clipboardData?.setData('text/html', text);
      event.clipboardData?.setData('text/plain', text.replaceAll(/<[^>]+>/g, ''));
      body.dispatchEvent(event);
    },
    html,
  );

export const textOf = (page: Page) => page.$eval(BODY, (body) => (body as HTMLElement).innerText);

/** What the chips of all wells say to those who read labels. */
export const labels = (page: Page) =>
  page.$$eval(compose('._EType_RECIPIENT_ENTITY'), (chips) => chips.map((one) => one.getAttribute('aria-label')));

export const saved = (page: Page) =>
  page.waitForFunction((at) => document.querySelector(at)?.textContent, {}, compose('[data-standin-saved]'));

/** Answers the question that stands there, or is about to. */
export async function reply(page: Page, kind: 'discard' | 'no-subject' | 'blocked', say: 'yes' | 'no'): Promise<void> {
  await (await page.waitForSelector(`[data-standin-dialog=${kind}] [data-standin-${say}]`))?.click();
}
