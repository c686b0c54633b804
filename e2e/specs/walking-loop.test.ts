import { describe, expect, test } from 'vitest';
import { until } from '#api/embedded/running.js';
import { AdminPage } from '../pages/admin-page.js';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { localDrafts } from '../pages/local-drafts.js';
import { parseDelivered } from '../pages/prospect.js';
import { renderedTexts } from '../pages/rendered.js';
import { gmail, languages, outlookIn } from '../pages/webmails.js';
import { replyTo, useFirefoxStory, useStory, wordsOf, writeTo } from './story.js';

const ada = { name: 'Ada Lovelace', email: 'ada@analytical.example' };
const fromAda = `${ada.name} <${ada.email}>`;
const topic = 'Month-end close';
const typed =
  'Hi Ada,\n\nI hope this email finds you well. We take the wait out of the month-end close.\n\nWould Thursday suit you?';

const kinds = [
  { kind: 'a new mail', begin: writeTo, isAnswer: false },
  { kind: 'an answer', begin: replyTo, isAnswer: true },
];

const places = [
  { where: 'in Chromium', use: useStory, webmails: [gmail] },
  { where: 'in Chromium', use: useStory, webmails: languages.map(outlookIn) },
  { where: 'in Firefox', use: useFirefoxStory, webmails: [outlookIn('en')] },
];

describe.each(places)('$where', ({ use, webmails }) => {
  const story = use();
  const tellings = webmails.flatMap((webmail) => kinds.map((kind) => ({ webmail, ...kind })));

  test.each(tellings)(
    'in $webmail.title a rep writes $kind, takes a suggestion, sends once, and an admin sees the reply arrive',
    async ({ webmail, begin, isAnswer }) => {
      const subject = isAnswer ? webmail.answerMark + topic : topic;
      const { stack, rep: browser, prospect } = story(webmail);
      const receivedBefore = (await prospect(ada.email).received()).length;
      const admin = await AdminPage.open(await browser.newPage(), stack.apiUrl, webmail);
      await admin.waitUntilLive();
      const before = { sent: await admin.total('sent'), replied: await admin.total('replied') };

      const { mailPage, compose, panel } = await begin(story(webmail), fromAda, topic);
      const below = await compose.signatureAndQuote();
      expect(below).not.toEqual([]);

      await compose.type(typed);
      await panel.waitForDraftStatus('Saved');
      const [local] = await localDrafts(browser);
      expect(local?.content).toMatchObject({ subject, to: [ada] });
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
      expect(await compose.signatureAndQuote()).toEqual(below);

      const written = wordsOf(await compose.visibleText());
      await panel.undoFor(5);
      await panel.press('send');
      await mailPage.waitForNoCompose();
      await panel.waitForSlip('Sending in');
      const mail = await prospect(ada.email).waitForMail(receivedBefore);
      await panel.waitForSlip('Sent');
      const delivered = await parseDelivered(mail);
      expect(delivered).toMatchObject({ subject, from: webmail.rep });
      expect(delivered.inReplyTo !== undefined).toBe(isAnswer);
      expect((await renderedTexts(browser.browser, [delivered.html ?? ''])).map(wordsOf)).toEqual([written]);

      await mailPage.show('sent');
      await mailPage.waitForRow(subject);
      await untilEqual(async () => (await stack.world.mailbox({ email: webmail.rep.address })).drafts, []);
      await untilEqual(() => draftsInApi(stack.databaseUrl), []);
      await untilEqual(() => localDrafts(browser), []);
      await mailPage.show('drafts');
      await mailPage.waitForNoRow(subject);

      await admin.page.bringToFront();
      await admin.waitForTotal('sent', before.sent + 1);
      expect(await admin.total('replied')).toBe(before.replied);
      const pushedAt = performance.now();
      await prospect(ada.email).reply(mail, 'Thursday is fine.');
      await admin.waitForTotal('replied', before.replied + 1);
      console.log(`from the reply's push to the dashboard's number: ${Math.round(performance.now() - pushedAt)} ms`);
      await panel.waitForSlip('replied');
      expect(await prospect(ada.email).received()).toHaveLength(receivedBefore + 1);
      expect(await stack.world.state()).toMatchObject({ unknown: [] });
      expect(browser.overheard).toMatchObject({ pageErrors: [], strangers: [] });
    },
  );
});

async function untilEqual<Value>(read: () => Promise<Value>, wanted: Value): Promise<void> {
  await until(async () => JSON.stringify(await read()) === JSON.stringify(wanted), 20_000, 100);
  expect(await read()).toEqual(wanted);
}
