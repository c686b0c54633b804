import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Frame, Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { AdminPage } from '../pages/admin-page.js';
import { gmail } from '../pages/webmails.js';
import { useStory, writeTo } from './story.js';

const story = useStory();

/** What axe finds serious, in a line each. */
async function serious(where: Page | Frame): Promise<string[]> {
  const { violations } = await new AxePuppeteer(where).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

test('the panel has no serious finding, with a suggestion, and as the slip after a send', async () => {
  const { compose, panel } = await writeTo(story(), 'Ada Lovelace <ada@analytical.example>', 'Month-end close');
  await compose.type('Hi Ada,\n\nI hope this email finds you well. We take the wait out of the month-end close.');
  await panel.waitForDraftStatus('Saved');
  await panel.ask('personalize');
  await panel.hunk();
  for (const scheme of ['light', 'dark']) {
    await compose.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    expect(await serious(await panel.frame())).toEqual([]);
  }
  await panel.press('send');
  await panel.waitForSlip('Undo');
  expect(await serious(await panel.frame())).toEqual([]);
});

test('the dashboard has no serious finding, light and dark', async () => {
  const { stack, rep: browser } = story();
  const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, gmail);
  await admin.waitUntilLive();
  for (const scheme of ['light', 'dark']) {
    await admin.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    expect(await serious(admin.page)).toEqual([]);
  }
});
