import pg from 'pg';
import { expect, test } from 'vitest';
import { parseDelivered } from '../pages/prospect.js';
import { gmail, outlook } from '../pages/webmails.js';
import { replyTo, useStory, wordsOf, writeTo } from './story.js';

const story = useStory();
const both = [gmail, outlook];
const grace = 'grace@hopper.example';

test.each(both)('Undo opens the text again in $title and nothing is delivered', async (webmail) => {
  const { stack, prospect } = story();
  const subject = `Too early in ${webmail.title}`;
  const before = (await prospect(grace).received()).length;
  const { mailPage, compose, panel } = await writeTo(story(webmail), grace, subject);
  await compose.type('Hi Grace, the offer is in the attachment I forgot.');
  const written = wordsOf(await compose.visibleText());
  await panel.press('send');
  await mailPage.waitForNoCompose();
  await panel.press('undo');
  const again = await mailPage.openCompose();
  await again.waitForText('the attachment I forgot');
  expect(wordsOf(await again.visibleText())).toBe(written);
  await panel.waitForNoSlip(); // everybody it was for is there again

  // The taken-back text is an ordinary draft again: it can be finished and sent, and only that reaches the prospect.
  await again.sendNatively();
  const mail = await prospect(grace).waitForMail(before);
  expect(mail.subject).toBe(subject);
  expect(await prospect(grace).received()).toHaveLength(before + 1);
  // Taken back while the compose was still on its way off the page, it never came to the API at all.
  expect((await statuses(stack.databaseUrl, subject)).filter((status) => status !== 'CANCELLED')).toEqual([]);
});

test.each(both)('an answer that was taken back in $title is still one when it is sent after all', async (webmail) => {
  const subject = `Taken back in ${webmail.title}`;
  const { prospect } = story();
  const before = (await prospect(grace).received()).length;
  const { mailPage, compose, panel } = await replyTo(story(webmail), grace, subject);
  await compose.type('Three days, give or take one.');
  await panel.undoFor(10); // what was chosen last is remembered
  await panel.press('send');
  await mailPage.waitForNoCompose();
  await panel.press('undo');
  const again = await mailPage.openCompose();
  await again.waitForText('Three days, give or take one.');
  await panel.waitForRecipient('Grace Hopper');
  await panel.undoFor(0);
  await panel.press('send');
  const mail = await parseDelivered(await prospect(grace).waitForMail(before));
  expect(mail.inReplyTo).toBeDefined();
  expect(mail.text).toContain('Three days, give or take one.');
});

/** What became of every send of this subject that Lumina was asked for. */
async function statuses(databaseUrl: string, subject: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ status: string }>('select status from emails where subject = $1', [subject])).rows.map(
      ({ status }) => status,
    );
  } finally {
    await client.end();
  }
}
