import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComposePage } from '../pages/compose-page.js';
import { localDrafts } from '../pages/local-drafts.js';
import type { MailPage } from '../pages/mail-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { gmail, outlook } from '../pages/webmails.js';
import { checkout } from '../stack.js';
import { useStory, writeTo } from './story.js';

const story = useStory();
const both = [gmail, outlook];
const grace = 'grace@hopper.example';

/** Writes a mail and presses the page's own Send; answers once the prospect has exactly that. */
async function sendNatively(mailPage: MailPage, compose: ComposePage, subject: string) {
  const { prospect } = story();
  const before = (await prospect(grace).received()).length;
  await compose.to(grace);
  await compose.subject(subject);
  await compose.type('Would Thursday suit you?');
  await compose.sendNatively();
  await mailPage.waitForNoCompose();
  const mail = await prospect(grace).waitForMail(before);
  expect(mail).toMatchObject({ subject, text: expect.stringContaining('Would Thursday suit you?') });
  expect(await prospect(grace).received()).toHaveLength(before + 1);
}

test.each(both)('native Send of $title works while our API and worker are down', async (webmail) => {
  const { stack, prospect } = story(webmail);
  const subject = `Without the API, ${webmail.title}`;
  const before = (await prospect(grace).received()).length;
  const { mailPage, compose } = await writeTo(story(webmail), grace, subject);
  await stack.api.kill();
  await stack.worker.kill();
  try {
    await compose.type('This goes out all the same.');
    await compose.sendNatively();
    await mailPage.waitForNoCompose();
    const mail = await prospect(grace).waitForMail(before);
    expect(mail).toMatchObject({ subject, text: expect.stringContaining('all the same') });
  } finally {
    await stack.start();
  }
});

test.each(both)('native Send of $title works when our script throws at whatever it does', async (webmail) => {
  const subject = `With a broken script, ${webmail.title}`;
  const mailPage = await story(webmail).mailPage();
  const compose = await mailPage.compose();
  await new PanelPage(mailPage.page).waitForRing();
  const [ours] = mailPage.page.extensionRealms();
  if (!ours) throw new Error('the content script is not on the page');
  await ours.evaluate(() => {
    const fail = () => {
      throw new Error('planted');
    };
    type Api = { runtime: object; storage: { local: object } };
    const { chrome, browser } = globalThis as unknown as { chrome: Api; browser: Api };
    for (const broken of [chrome.runtime, chrome.storage.local, browser.runtime, browser.storage.local])
      for (const name of Object.keys(broken)) Object.defineProperty(broken, name, { get: fail, configurable: true });
    Object.assign(crypto, { randomUUID: fail });
  });
  await sendNatively(mailPage, compose, subject);
  // It is broken indeed: it kept nothing of what was typed.
  const kept = await localDrafts(story().rep);
  expect(kept.filter((draft) => draft.content.subject === subject)).toEqual([]);
});

test.each(both)('native Send of $title works when our script did not even start', async (webmail) => {
  const built = mkdtempSync(join(tmpdir(), 'lumina-broken-'));
  try {
    cpSync(join(checkout, '.output', 'chrome-mv3'), built, { recursive: true });
    const script = join(built, 'content-scripts', `${webmail.name}.js`);
    writeFileSync(script, `throw new Error('planted');\n${readFileSync(script, 'utf8')}`);
    const browser = await story().stack.openBrowser({ built });
    const mailPage = await webmail.open(await browser.newPage());
    await sendNatively(mailPage, await mailPage.compose(), `With a script that does not start, ${webmail.title}`);
    expect(browser.overheard.pageErrors.join()).toContain('planted');
  } finally {
    rmSync(built, { recursive: true });
  }
});
