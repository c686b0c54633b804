import { expect, test } from 'vitest';
import { AdminPage } from '../pages/admin-page.js';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { parseDelivered } from '../pages/prospect.js';
import { gmail, outlook } from '../pages/webmails.js';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory();
const ada = 'ada@analytical.example';

test('one rep writes from a Gmail and an Outlook mailbox side by side, and both count as theirs', async () => {
  const { stack, rep, prospect } = story();
  const inGmail = await writeTo(story(gmail), ada, 'From Gmail');
  // Signed in by the first mailbox already: what the panel offers now is to connect the second one to the same person.
  const inOutlook = await writeTo(story(outlook), ada, 'From Outlook');
  const places = [
    { webmail: gmail, text: 'This is written in Gmail.', ...inGmail },
    { webmail: outlook, text: 'This is written in Outlook.', ...inOutlook },
  ];
  for (const { mailPage, compose, panel, text } of places) {
    await mailPage.page.bringToFront();
    await compose.type(text);
    await panel.waitForDraftStatus('Saved');
  }
  const inApi = async () => (await draftsInApi(stack.databaseUrl)).map(wordsOf).sort();
  await expect.poll(inApi, { timeout: 10_000 }).toEqual(places.map(({ text }) => text));

  for (const [index, { mailPage, panel }] of places.entries()) {
    await mailPage.page.bringToFront();
    await panel.undoFor(0);
    await panel.press('send');
    await mailPage.waitForNoCompose();
    await prospect(ada).waitForMail(index);
  }
  const delivered = await Promise.all((await prospect(ada).received()).map(parseDelivered));
  expect(delivered.map(({ subject, from }) => ({ subject, from }))).toEqual([
    { subject: 'From Gmail', from: gmail.rep },
    { subject: 'From Outlook', from: outlook.rep },
  ]);

  const admin = await AdminPage.open(await rep.newPage(), stack.apiUrl, gmail);
  await admin.waitForTotal('sent', 2);
  for (const mail of await prospect(ada).received()) await prospect(ada).reply(mail, 'Tell me more.');
  await admin.waitForTotal('replied', 2);
});
