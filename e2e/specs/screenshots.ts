import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer';
import { test } from 'vitest';
import { AdminPage } from '../pages/admin-page.js';
import { checkout } from '../stack.js';
import { rep, useStory, writeTo } from './story.js';

/** The README's pictures, told as the story they show. `npm run screenshots`. */
const folder = resolve(checkout, process.env.LUMINA_SCREENSHOTS ?? 'docs/screenshots');
const story = useStory();
const ada = 'ada@analytical.example';

test('pictures of the walking loop', async () => {
  mkdirSync(folder, { recursive: true });
  const { stack, rep: browser, prospect } = story();
  const { gmail, compose, panel } = await writeTo(story(), `Ada Lovelace <${ada}>`, 'Month-end close');
  await compose.type(
    'Hi Ada,\n\nI hope this email finds you well. I wanted to reach out because we take the wait out of the ' +
      'month-end close: forty people no longer wait for one spreadsheet.\n\nWould Thursday at ten suit you?',
  );
  await panel.waitForDraftStatus('Saved');
  await panel.ask('personalize');
  await panel.hunk();
  await picture(gmail.page, 'compose-suggestion');
  await gmail.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await picture(gmail.page, 'compose-suggestion-dark');
  await gmail.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);

  await panel.press('accept');
  await panel.press('send');
  await panel.waitForSlip('Undo');
  await picture(gmail.page, 'undo');
  await prospect(ada).reply(await prospect(ada).waitForMail(), 'Thursday at ten is fine. Please bring the numbers.');
  await panel.waitForSlip('replied');
  await gmail.show('sent');
  await gmail.waitForRow('Month-end close');
  await picture(gmail.page, 'sent-and-replied');

  const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, rep.address);
  await admin.waitUntilLive();
  await admin.waitForTotal('replied', 1);
  await picture(admin.page, 'dashboard');
});

async function picture(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  // Fades take 150 ms at most; a picture of their end is wanted.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    return Promise.allSettled(ending.map((each) => each.finished));
  });
  await page.screenshot({ path: join(folder, `${name}.png`) as `${string}.png` });
}
