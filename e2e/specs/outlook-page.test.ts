import { expect, test } from 'vitest';
import { localDrafts } from '../pages/local-drafts.js';
import { OutlookPage } from '../pages/outlook-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { parseDelivered } from '../pages/prospect.js';
import { outlook } from '../pages/webmails.js';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory({ webmail: outlook });
const grace = 'Grace Hopper <grace@hopper.example>';

const keptUnder = async (subject: string) =>
  (await localDrafts(story().rep)).filter(({ content }) => content.subject === subject);

async function untilSaved(subject: string, text: string) {
  await expect
    .poll(async () => (await keptUnder(subject)).map(({ content }) => wordsOf(content.text)), { timeout: 10_000 })
    .toEqual([text]);
}

test("Lumina is there under each of Outlook's names", async () => {
  for (const host of ['outlook.office.com', 'outlook.office365.com', 'outlook.live.com', 'outlook.cloud.microsoft']) {
    const mailPage = await OutlookPage.open(await story().rep.newPage(), { host });
    await mailPage.compose();
    await new PanelPage(mailPage.page).waitForRing();
  }
});

test('ring and panel stay where Outlook draws its buttons anew', async () => {
  const { mailPage, compose, panel } = await writeTo(story(), grace, 'Drawn anew');
  const { page } = mailPage;
  await compose.type('This is typed before.');
  for (const width of [1200, 1100, 1280]) await page.setViewport({ width, height: 800 });
  await compose.to('ada@analytical.example');
  await (await panel.waitForRing()).click(); // away
  await (await panel.waitForRing()).click(); // and back
  await panel.waitForRecipient('Grace Hopper');
  await compose.type(' And this after.');
  await untilSaved('Drawn anew', 'This is typed before. And this after.');
  expect((await page.$$('[data-testid=panel-frame]')).length).toBe(1);
  expect((await page.$$('[data-testid=ring]')).length).toBe(1);
});

test('a ring that is thrown away again and again ends up over the compose, and works from there', async () => {
  const { mailPage, panel } = await writeTo(story(), grace, 'Thrown away');
  await mailPage.page.evaluate(async () => {
    const frames = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    for (let tries = 0; tries < 30; tries++) {
      document.querySelector('[data-testid=ComposeSendButton] ~ [data-testid=ring]')?.remove();
      await frames();
    }
  });
  await mailPage.page.waitForSelector('[data-testid=ring][data-floats]');
  await (await panel.waitForRing()).click();
  expect(await panel.isShown()).toBe(false);
  await panel.open();
  await panel.waitForRecipient('Grace Hopper');
});

test('a quoted mail that comes in late is not taken for the rep’s words', async () => {
  const question = 'How long does closing the month take with you?';
  const { stack, rep } = story();
  await stack.world.prospectWrites({ from: grace, to: outlook.rep.address, subject: 'Late', text: question });
  const mailPage = await story().mailPage();
  const compose = await mailPage.replyTo('Late');
  const panel = new PanelPage(mailPage.page);
  await panel.open();
  await compose.type('I hope this email finds you well. Three days.');
  await compose.waitForText(question);
  await panel.waitForDraftStatus('Saved');
  await panel.ask('clearer');
  await panel.hunk();
  await panel.press('accept');
  await compose.waitForText('I hope this email finds you well.', { gone: true });
  await compose.waitForText(question);
  expect((await localDrafts(rep)).map(({ content }) => content.text).join()).not.toContain(question);
});

test.each(['page', 'blank'] as const)(
  'a compose that is popped out into a window (%s) stays the same draft',
  async (popOut) => {
    const subject = `Popped out (${popOut})`;
    const mailPage = await OutlookPage.open(await story().rep.newPage(), { popOut });
    const compose = await mailPage.compose();
    await new PanelPage(mailPage.page).waitForRing();
    await compose.to(grace);
    await compose.subject(subject);
    await compose.type('This is typed in the mail page.');
    await untilSaved(subject, 'This is typed in the mail page.');
    const window = await mailPage.popOut();
    const same = await window.openCompose();
    const panel = new PanelPage(window.page);
    await panel.open();
    await panel.waitForRecipient('Grace Hopper');
    await same.press('End');
    await same.type(' And this in its own.');
    await untilSaved(subject, 'This is typed in the mail page. And this in its own.');
  },
);

test('a compose that fills the page is one like any other', async () => {
  const query = new URLSearchParams({ to: 'grace@hopper.example', subject: 'Fills the page', body: 'Hi Grace,' });
  const mailPage = await OutlookPage.openWhole(await story().rep.newPage(), `deeplink/compose?${query}`);
  const compose = await mailPage.openCompose();
  const panel = new PanelPage(mailPage.page);
  await panel.open();
  await panel.signInIfAsked();
  await compose.press('End');
  await compose.type(' how are you?');
  await untilSaved('Fills the page', 'Hi Grace, how are you?');
  await panel.undoFor(0);
  await panel.press('send');
  await expect.poll(async () => (await deliveredUnder('Fills the page')).length, { timeout: 20_000 }).toBe(1);
});

test('a forwarded mail begins a conversation of its own', async () => {
  const { stack } = story();
  const text = 'The numbers of the quarter are these: 3, 5 and 8.';
  await stack.world.prospectWrites({ from: grace, to: outlook.rep.address, subject: 'Numbers', text });
  const mailPage = await OutlookPage.open(await story().rep.newPage());
  const compose = await mailPage.forward('Numbers');
  await compose.waitForText(text);
  await compose.to('Ada Lovelace <ada@analytical.example>');
  await compose.type('Have a look.');
  const panel = new PanelPage(mailPage.page);
  await panel.open();
  await panel.waitForRecipient('Ada Lovelace');
  await panel.undoFor(0);
  await panel.press('send');
  await expect.poll(async () => (await deliveredUnder('Fw: Numbers')).length, { timeout: 20_000 }).toBe(1);
  const [mail] = await deliveredUnder('Fw: Numbers');
  expect(mail).toMatchObject({ to: [{ address: 'ada@analytical.example' }] });
  expect(mail?.inReplyTo).toBeUndefined();
  expect(wordsOf(mail?.text ?? '')).toContain(text);
});

async function deliveredUnder(subject: string) {
  const mails = (await story().stack.world.ledger()).filter((mail) => mail.subject === subject);
  return Promise.all(mails.map(parseDelivered));
}
