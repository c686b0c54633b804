import { expect, test } from 'vitest';
import { localDrafts } from '../pages/local-drafts.js';
import { PanelPage } from '../pages/panel-page.js';
import { gmail, outlook } from '../pages/webmails.js';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory({ worker: false });

test.each([gmail, outlook])(
  'an update under an open compose in $title loses nothing, and says to reload the tab',
  async (webmail) => {
    const { rep } = story();
    const subject = `Updated in ${webmail.title}`;
    const { mailPage, compose, panel } = await writeTo(story(webmail), 'grace@hopper.example', subject);
    await compose.type('This was typed before the update,');
    await panel.waitForDraftStatus('Saved');
    const [before] = await kept(subject);
    await rep.reloadExtension();

    await mailPage.page.bringToFront();
    await panel.waitForBanner('Reload this tab');
    await compose.type(' this after it.');
    await compose.waitForPageSave();
    expect((await kept(subject)).map(({ content }) => wordsOf(content.text))).toEqual([
      'This was typed before the update,',
    ]);

    const again = await webmail.open(mailPage.page);
    const reopened = await again.reopenDraft(subject);
    const newPanel = new PanelPage(mailPage.page);
    await newPanel.open();
    await reopened.press('End');
    await reopened.type(' And this goes on.');
    await newPanel.waitForDraftStatus('Saved');
    const whole = 'This was typed before the update, this after it. And this goes on.';
    await expect.poll(async () => (await kept(subject)).map(({ content }) => wordsOf(content.text))).toEqual([whole]);
    expect((await kept(subject)).map(({ id }) => id)).toEqual([before?.id]);

    async function kept(wanted: string) {
      return (await localDrafts(rep)).filter(({ content }) => content.subject === wanted);
    }
  },
);
