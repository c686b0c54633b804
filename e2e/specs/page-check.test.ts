/// <reference lib="dom" />
import type { Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { OutlookPage } from '../pages/outlook-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { outlook } from '../pages/webmails.js';
import { useStory } from './story.js';

/** As the extension's own pages see it. */
declare const chrome: { storage: { local: { get(key: string): Promise<unknown> } } };

const story = useStory({ webmail: outlook, worker: false });
/** Words no page would say by itself. */
const secrets = ['Zanzibarquittung', 'grace@hopper.example', 'ada.seller'];

/** What the options page says of the mail page, and all that is stored of it. */
async function said(): Promise<{ text: string; stored: string }> {
  const { rep } = story();
  const page = await rep.newPage();
  try {
    await page.goto(`chrome-extension://${rep.extensionId}/options.html`);
    await page.waitForSelector('form');
    const stored = await page.evaluate(async () => JSON.stringify(await chrome.storage.local.get('pageCheck')));
    return { text: await page.$eval('main', (main) => main.innerText), stored };
  } finally {
    await page.close();
  }
}

async function write(prepare: (page: Page) => Promise<unknown> = async () => {}) {
  const page = await story().rep.newPage();
  await prepare(page);
  const compose = await (await OutlookPage.open(page)).compose();
  await new PanelPage(page).waitForRing();
  await compose.to(secrets[1] ?? '');
  await compose.subject(`About the ${secrets[0]}`);
  await compose.type(`The ${secrets[0]} is secret.`);
}

test("a part of Outlook's page that has moved is told on the options page, without a word of any mail", async () => {
  await write();
  await expect.poll(async () => (await said()).text, { timeout: 15_000 }).toContain('was as expected');

  // Outlook's next release calls it something else.
  await write((page) =>
    page.evaluateOnNewDocument(() => {
      const rename = () => document.querySelector('#discardCompose')?.setAttribute('id', 'discardDraft');
      new MutationObserver(rename).observe(document, { childList: true, subtree: true });
    }),
  );
  await expect
    .poll(async () => (await said()).text, { timeout: 15_000 })
    .toContain('has changed its page: discard is not where Lumina looks');
  const { stored } = await said();
  expect(JSON.parse(stored).pageCheck.parts).toMatchObject({ discard: false, send: true, editor: true });
  for (const word of secrets) expect(stored).not.toContain(word);
});
