import { expect, test } from 'vitest';
import { until } from '#api/embedded/running.js';
import { AdminPage } from '../pages/admin-page.js';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { localDrafts } from '../pages/local-drafts.js';
import { parseDelivered } from '../pages/prospect.js';
import { renderedTexts } from '../pages/rendered.js';
import { rep, useStory, wordsOf, writeTo } from './story.js';

const story = useStory();
const ada = 'ada@analytical.example';
const subject = 'Month-end close';
const typed =
  'Hi Ada,\n\nI hope this email finds you well. We take the wait out of the month-end close.\n\nWould Thursday suit you?';

test('a rep writes in Gmail, takes a suggestion, sends once, and an admin sees the reply arrive', async () => {
  const { stack, rep: browser, prospect } = story();
  const { gmail, compose, panel } = await writeTo(story(), `Ada Lovelace <${ada}>`, subject);
  const signature = await compose.signature();

  await compose.type(typed);
  await panel.waitForDraftStatus('Saved');
  const [local] = await localDrafts(browser);
  expect(local?.content).toMatchObject({ subject, to: [{ name: 'Ada Lovelace', email: ada }] });
  expect(wordsOf(local?.content.text ?? '')).toBe(wordsOf(typed));
  await untilEqual(async () => (await draftsInApi(stack.databaseUrl)).map(wordsOf), [wordsOf(typed)]);

  const accept = async () => {
    await panel.ask('personalize');
    const { insert } = await panel.hunk();
    await panel.press('accept');
    await compose.waitForText(wordsOf(insert));
    return wordsOf(insert);
  };
  const taken = await accept();
  await compose.undo();
  await compose.waitForText(taken, { gone: true });
  expect(wordsOf(await compose.visibleText())).toContain(wordsOf(typed));
  await panel.waitForDraftStatus('Saved');
  await accept();
  expect(await compose.signature()).toBe(signature);

  const written = wordsOf(await compose.visibleText());
  await panel.press('send');
  await gmail.waitForNoCompose();
  await panel.waitForSlip('Sending in');
  const mail = await prospect(ada).waitForMail();
  await panel.waitForSlip('Sent');
  const delivered = await parseDelivered(mail);
  expect(delivered).toMatchObject({ subject, from: { address: rep.address, name: rep.name } });
  expect((await renderedTexts(browser.browser, [delivered.html ?? ''])).map(wordsOf)).toEqual([written]);

  await gmail.show('sent');
  await gmail.waitForRow(subject);
  await untilEqual(async () => (await stack.world.mailbox({ email: rep.address })).drafts, []);
  await untilEqual(() => draftsInApi(stack.databaseUrl), []);
  await untilEqual(() => localDrafts(browser), []);
  await gmail.show('drafts');
  await gmail.waitForNoRow(subject);

  const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, rep.address);
  await admin.waitUntilLive();
  await admin.waitForTotal('sent', 1);
  await admin.waitForTotal('replied', 0);
  const pushedAt = performance.now();
  await prospect(ada).reply(mail, 'Thursday is fine.');
  await admin.waitForTotal('replied', 1);
  console.log(`from the reply's push to the dashboard's number: ${Math.round(performance.now() - pushedAt)} ms`);
  await panel.waitForSlip('replied');
  expect(await prospect(ada).received()).toHaveLength(1);
  expect(await stack.world.state()).toMatchObject({ unknown: [] });
  expect(browser.overheard.pageErrors).toEqual([]);
});

async function untilEqual<Value>(read: () => Promise<Value>, wanted: Value): Promise<void> {
  await until(async () => JSON.stringify(await read()) === JSON.stringify(wanted), 20_000, 100);
  expect(await read()).toEqual(wanted);
}
