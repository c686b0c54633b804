import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { test } from 'vitest';
import { sendEmail } from '#shared/api.js';
import { AdminPage } from '../pages/admin-page.js';
import { signInOverHttp } from '../pages/http-rep.js';
import { letterTo } from '../pages/letter.js';
import { OutlookPage } from '../pages/outlook-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { gmail, outlook } from '../pages/webmails.js';
import { checkout } from '../stack.js';
import { replyTo, useStory, writeTo } from './story.js';

/** The README's pictures, told as the story they show. `npm run screenshots`. */
const folder = resolve(checkout, process.env.LUMINA_SCREENSHOTS ?? 'docs/screenshots');
const story = useStory();
const ada = 'ada@analytical.example';

test('pictures of the walking loop', async () => {
  mkdirSync(folder, { recursive: true });
  const { stack, rep: browser, prospect } = story();
  const { mailPage, compose, panel } = await writeTo(story(), `Ada Lovelace <${ada}>`, 'Month-end close');
  await compose.type(
    'Hi Ada,\n\nI hope this email finds you well. I wanted to reach out because we take the wait out of the ' +
      'month-end close: forty people no longer wait for one spreadsheet.\n\nWould Thursday at ten suit you?',
  );
  await panel.waitForDraftStatus('Saved');
  await panel.ask('personalize');
  await panel.hunk();
  await picture(mailPage.page, 'compose-suggestion');
  await mailPage.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await picture(mailPage.page, 'compose-suggestion-dark');
  await mailPage.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);

  await panel.press('accept');
  await panel.press('send');
  await panel.waitForSlip('Sending in');
  await picture(mailPage.page, 'undo');
  await prospect(ada).reply(await prospect(ada).waitForMail(), 'Thursday at ten is fine. Please bring the numbers.');
  await panel.waitForSlip('replied');
  await mailPage.show('sent');
  await mailPage.waitForRow('Month-end close');
  await picture(mailPage.page, 'sent-and-replied');

  await busyMorning();
  const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, gmail);
  await admin.waitUntilLive();
  await admin.waitForTotal('replied', 3);
  await admin.waitForTotal('bounced', 1);
  await picture(admin.page, 'dashboard');
});

test('pictures of an answer in Outlook', async () => {
  const { mailPage, compose, panel } = await replyTo(story(outlook), `Ada Lovelace <${ada}>`, 'Month-end close');
  await compose.type(
    'Hi Ada,\n\nI just wanted to say that, due to the fact that nobody waits for one spreadsheet any more, the close takes ' +
      'three days with us.\n\nWould Thursday at ten suit you?',
  );
  await panel.waitForDraftStatus('Saved');
  await panel.ask('clearer');
  await panel.hunk();
  await picture(mailPage.page, 'outlook-suggestion');
  await mailPage.page.close();

  const dark = await OutlookPage.open(await story().rep.newPage(), { theme: 'dark', language: 'de' });
  await dark.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  const again = await dark.compose();
  const beside = new PanelPage(dark.page);
  await beside.waitForRing();
  await again.to(`Ada Lovelace <${ada}>`);
  await again.subject('Month-end close');
  await beside.open();
  await again.type('Hi Ada,\n\nI hope this email finds you well. We take the wait out of the month-end close.');
  await beside.waitForDraftStatus('Saved');
  await beside.ask('personalize');
  await beside.hunk();
  await picture(dark.page, 'outlook-suggestion-dark');
});

/** Seven more mails, two of them answered and one that comes back, so that the dashboard has something to tell. */
async function busyMorning(): Promise<void> {
  const { stack, prospect } = story();
  const { call } = await signInOverHttp(stack.apiUrl, gmail.rep.address);
  const prospects = [
    'grace@hopper.example',
    'marie@curie.example',
    'charles@analytical.example',
    'alan@bletchley.example',
  ];
  const names = [...prospects, 'edsger@pathways.example', 'barbara@liskov.example', 'ken@unix.example'];
  for (const address of names)
    await call(sendEmail, { body: letterTo(address, { from: gmail.rep.address }) }, { key: randomUUID() });
  for (const address of names) await prospect(address).waitForMail();
  for (const address of prospects.slice(0, 2))
    await prospect(address).reply(await prospect(address).waitForMail(), 'Tell me more.');
  const gone = prospect('ken@unix.example');
  await gone.bounce(await gone.waitForMail());
}

async function picture(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.mouse.move(2, 2);
  // Fades take 150 ms at most, also in shadow trees, whose animations the document does not list.
  await sleep(200);
  await page.screenshot({ path: join(folder, `${name}.png`) as `${string}.png` });
}
