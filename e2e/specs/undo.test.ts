import pg from 'pg';
import { expect, test } from 'vitest';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory();
const grace = 'grace@hopper.example';

test('Undo opens the text again and nothing is delivered', async () => {
  const { stack, prospect } = story();
  const { mailPage, compose, panel } = await writeTo(story(), grace, 'Too early');
  await compose.type('Hi Grace, the offer is in the attachment I forgot.');
  const written = wordsOf(await compose.visibleText());
  await panel.press('send');
  await mailPage.waitForNoCompose();
  await panel.press('undo');
  const again = await mailPage.openCompose();
  await again.waitForText('the attachment I forgot');
  expect(wordsOf(await again.visibleText())).toBe(written);

  // The taken-back text is an ordinary draft again: it can be finished and sent, and only that reaches the prospect.
  await again.sendNatively();
  const mail = await prospect(grace).waitForMail();
  expect(mail.subject).toBe('Too early');
  expect(await stack.world.ledger()).toHaveLength(1);
  expect(await statuses(stack.databaseUrl)).toEqual(['CANCELLED']);
});

/** What became of every send Lumina was asked for. */
async function statuses(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ status: string }>('select status from emails')).rows.map(({ status }) => status);
  } finally {
    await client.end();
  }
}
