import puppeteer, { type Page } from 'puppeteer';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../start/system-packages.js';
import { HOSTS } from '../hosts.js';
import { ADA_OUTLOOK, freshSandbox } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;
type Browser = Awaited<ReturnType<typeof puppeteer.launch>>;

let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  sandbox = await freshSandbox();
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium on this machine: install it, or set CHROME_PATH');
  const hosts = HOSTS.outlook.map((host) => `MAP ${host} 127.0.0.1:${sandbox.tlsPort}`).join(', ');
  browser = await puppeteer.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      `--ignore-certificate-errors-spki-list=${sandbox.spki}`,
      `--host-resolver-rules=${hosts}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.[Symbol.asyncDispose]();
});

/** The mail page without any extension, over a mailbox as on the first start. */
async function outlook(path = '/mail/inbox', ready = '[data-standin-row]'): Promise<Page> {
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
  await page.waitForSelector(ready);
  return page;
}

const compose = (inner: string) =>
  `[data-app-section=MailReadCompose] [id^=docking_InitVisiblePart]:not([hidden]) ${inner}`;

async function write(page: Page, { to = 'grace@analytical.example', subject = 'Thursday', text = 'Hi Grace,' } = {}) {
  await page.click('[data-standin-new-mail]');
  await page.waitForSelector(compose('[id$=_TO] [contenteditable]'));
  await page.keyboard.type(`${to};`);
  await page.waitForSelector(compose('._EType_RECIPIENT_ENTITY'));
  await page.click(compose('[id$=_SUBJECT]'));
  await page.keyboard.type(subject);
  await page.keyboard.press('Tab');
  await page.keyboard.type(text);
}

const drafts = async () => (await sandbox.client.mailbox({ email: ADA_OUTLOOK })).drafts;
const saved = (page: Page) =>
  page.waitForFunction((at) => document.querySelector(at)?.textContent, {}, compose('[data-standin-saved]'));

test('what is typed becomes a draft of the mailbox, and Send delivers it once', async () => {
  const page = await outlook();
  await write(page);
  await saved(page);
  expect(await drafts()).toHaveLength(1);
  await page.click(compose('[data-testid=ComposeSendButton] button'));
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  const ledger = await sandbox.client.ledger();
  expect(ledger.map((one) => [one.recipients, one.subject])).toEqual([[['grace@analytical.example'], 'Thursday']]);
  expect(ledger[0]?.html).toMatch(/^<html>[\s\S]*elementToProof[\s\S]*Hi Grace,[\s\S]*<div id="Signature">/);
  expect(await drafts()).toEqual([]);
});
