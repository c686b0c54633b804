import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Frame, Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { AdminPage } from '../pages/admin-page.js';
import { gmail, outlook } from '../pages/webmails.js';
import { useStory, writeTo } from './story.js';

const story = useStory();

/** What axe finds serious, in a line each; `within` a part of the page only. */
async function serious(where: Page | Frame, within?: string): Promise<string[]> {
  const axe = new AxePuppeteer(where);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

test.each([gmail, outlook])(
  'ring and panel in $title have no serious finding, nor has the slip after a send',
  async (webmail) => {
    const { compose, panel } = await writeTo(
      story(webmail),
      'Ada Lovelace <ada@analytical.example>',
      'Month-end close',
    );
    await compose.type('Hi Ada,\n\nI hope this email finds you well. We take the wait out of the month-end close.');
    await panel.waitForDraftStatus('Saved');
    await panel.ask('personalize');
    await panel.hunk();
    for (const scheme of ['light', 'dark']) {
      await compose.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      expect(await serious(await panel.frame())).toEqual([]);
      expect(await serious(compose.page, '[data-testid=ring]')).toEqual([]);
    }
    await panel.press('send');
    await panel.waitForSlip('Undo');
    expect(await serious(await panel.frame())).toEqual([]);
  },
);

test('the dashboard has no serious finding, light and dark', async () => {
  const { stack, rep: browser } = story();
  const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, gmail);
  await admin.waitUntilLive();
  for (const scheme of ['light', 'dark']) {
    await admin.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    expect(await serious(admin.page)).toEqual([]);
  }
});
