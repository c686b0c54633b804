import { expect, test } from 'vitest';
import type { MailPage } from '../pages/mail-page.js';
import { useStory, writeTo } from './story.js';

const story = useStory();
/** Words no page, library or extension would say by itself. */
const secrets = ['Zanzibarquittung', '48213', 'Dublonen', 'Quintessenzkatalog', 'hopper.example'];
const text =
  'I wanted to reach out in order to say that the Zanzibarquittung costs 48213 Dublonen, due to the fact that it does.';

test('nothing of a draft reaches anybody but Gmail and our API', async () => {
  const { stack, rep, prospect } = story();
  const { mailPage, compose, panel } = await writeTo(story(), 'grace@hopper.example', 'Quintessenzkatalog');
  await compose.type(text);
  await panel.waitForDraftStatus('Saved');
  await panel.ask('clearer');
  await panel.hunk();
  await panel.press('accept');
  await panel.undoFor(0);
  await panel.press('send');
  await prospect('grace@hopper.example').waitForMail();
  await panel.waitForSlip('Sent');
  await letInboxSdkReport(mailPage);

  const { telemetry, unknown } = await stack.world.state();
  // InboxSDK does report that it was loaded: were nothing heard at all, this would prove nothing.
  expect(telemetry.length).toBeGreaterThan(0);
  for (const heard of telemetry) for (const word of secrets) expect(JSON.stringify(heard)).not.toContain(word);
  expect(unknown).toEqual([]);
  expect(rep.overheard.strangers).toEqual([]);
  for (const word of secrets) expect(stack.logs()).not.toContain(word);
});

/** It gathers what it wants to report and sends it when the page goes. */
async function letInboxSdkReport(mailPage: MailPage): Promise<void> {
  await mailPage.page.reload();
  await mailPage.page.waitForSelector('[gh=cm]');
}
