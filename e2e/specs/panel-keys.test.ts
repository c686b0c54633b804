import { describe, expect, test } from 'vitest';
import { forgetHotKeys, hotKeysHeard } from '../pages/hot-keys.js';
import { outlook } from '../pages/webmails.js';
import { useFirefoxStory, useStory, writeTo } from './story.js';

describe.each([
  { where: 'in Chromium', use: useStory },
  { where: 'in Firefox', use: useFirefoxStory },
])('$where', ({ use }) => {
  const story = use({ webmail: outlook, worker: false });

  // Escape discards in Outlook and Ctrl+Enter sends: heard by the page, a key meant for the panel would do harm.
  test("no key typed in the panel reaches Outlook's hot keys", async () => {
    const { mailPage, compose, panel } = await writeTo(story(), 'Grace Hopper <grace@hopper.example>', 'Keys');
    await compose.type('I hope this email finds you well. Three days it is.');
    await panel.waitForDraftStatus('Saved');
    await panel.ask('clearer');
    await panel.hunk();
    const { page } = mailPage;
    const { keyboard } = page;
    await forgetHotKeys(page);
    await (await panel.frame()).focus('[data-testid=panel]');
    for (const key of ['e', 'Delete'] as const) await keyboard.press(key);
    await keyboard.down('Control');
    await keyboard.press('Enter');
    await keyboard.up('Control');
    await keyboard.press('Escape');
    // They did arrive somewhere: the panel goes at Escape.
    await expect.poll(() => panel.isShown()).toBe(false);
    expect(await hotKeysHeard(page)).toEqual([]);
    expect(await compose.isOpen()).toBe(true);

    // The page does listen: back in the text, Escape is its own.
    await compose.press('Escape');
    expect(await hotKeysHeard(page)).toContain('Escape');
  });
});
