import { expect, test } from 'vitest';
import { useStory, writeTo } from './story.js';

const story = useStory({ worker: false });

const opener = 'I hope this email finds you well.';

test('one panel follows the compose the rep is in, and changes that one only', async () => {
  const { mailPage, compose: toAda, panel } = await writeTo(story(), 'ada@analytical.example', 'For Ada');
  await toAda.type(`Hi Ada,\n\n${opener} We close the month in three days.`);
  await panel.waitForDraftStatus('Saved');

  const toGrace = await mailPage.compose();
  await panel.waitForRecipient('No recipient yet');
  await toGrace.to('grace@hopper.example');
  await toGrace.subject('For Grace');
  await toGrace.type(`Hi Grace,\n\n${opener} We plan the quarter with teams like yours.`);
  await panel.waitForRecipient('Grace Hopper');
  await panel.waitForDraftStatus('Saved');
  await panel.ask('clearer');
  expect((await panel.hunk()).remove).toContain(opener);

  // Back in the first one the panel speaks of it, and shows nothing of what was asked for the other.
  await toAda.focusBody();
  await panel.waitForRecipient('Ada Lovelace');
  await panel.waitForGlow('Idle');

  await toGrace.focusBody();
  await panel.waitForRecipient('Grace Hopper');
  await panel.press('accept');
  await toGrace.waitForText(opener, { gone: true });
  expect(await toAda.visibleText()).toContain(opener);
  expect(await mailPage.page.$$('[data-testid=panel-frame]')).toHaveLength(1);
});
