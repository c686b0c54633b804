import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { localDrafts } from '../pages/local-drafts.js';
import { OutlookPage } from '../pages/outlook-page.js';
import { PanelPage } from '../pages/panel-page.js';
import { outlook } from '../pages/webmails.js';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory({ webmail: outlook });
const grace = 'grace@hopper.example';

const usual = { outlookSend: 'ok', outlookUndoSendMs: 0, outlookDiscardFails: false };
beforeEach(() => story().stack.world.setFlags({ flags: usual }));

const delivered = async (subject: string) =>
  (await story().prospect(grace).received()).filter((mail) => mail.subject === subject);

const keptHere = async () => (await localDrafts(story().rep)).map(({ content }) => content.subject);

const inMailbox = async () => (await story().stack.world.mailbox({ email: outlook.rep.address })).drafts.length;

test("what became of a compose by Outlook's own buttons is told apart: only what was sent or discarded is over", async () => {
  const { stack, rep } = story();
  const { mailPage: first } = await writeTo(story(), grace, 'Signed in');
  await first.page.close();
  const mailPage = await OutlookPage.open(await rep.newPage());
  const write = async (subject: string) => {
    const compose = await mailPage.compose();
    await new PanelPage(mailPage.page).waitForRing();
    await compose.to(grace);
    await compose.subject(subject);
    await compose.type(`${subject}, says the text.`);
    await expect.poll(keptHere, { timeout: 10_000 }).toContain(subject);
    return compose;
  };

  await (await write('Sent')).sendNatively();
  await (await write('Sent by keys')).press('Enter', 'Control');
  await (await write('Discarded')).discard();
  await (await write('Closed')).close();
  await stack.world.setFlags({ flags: { outlookSend: 'blocked' } });
  const blocked = await write('Blocked');
  await blocked.sendNatively();
  await mailPage.refuseDialog('blocked');
  await blocked.close();
  await stack.world.setFlags({ flags: { outlookSend: 'ok', outlookUndoSendMs: 5_000 } });
  const undone = await write('Undone');
  await undone.sendNatively();
  await mailPage.undoSend();

  await expect
    .poll(async () => (await keptHere()).sort(), { timeout: 25_000 })
    .toEqual(['Blocked', 'Closed', 'Signed in', 'Undone']);
  expect(await delivered('Sent')).toHaveLength(1);
  expect(await delivered('Sent by keys')).toHaveLength(1);
  expect(await delivered('Blocked')).toEqual([]);
  const texts = async () => (await draftsInApi(stack.databaseUrl)).map(wordsOf).filter((text) => text !== '');
  await expect
    .poll(async () => (await texts()).sort(), { timeout: 10_000 })
    .toEqual(['Blocked, says the text.', 'Closed, says the text.', 'Undone, says the text.']);
});

test('a compose that Outlook does not let go is marked as sent, its stray draft is removed, and its own Send sends nothing', async () => {
  const subject = 'Does not go';
  const { compose, panel } = await writeTo(story(), grace, subject);
  await compose.type('Once is enough.');
  await compose.waitForPageSave();
  const draftsBefore = await inMailbox();
  await story().stack.world.setFlags({ flags: { outlookDiscardFails: true } });
  await panel.undoFor(0);
  await panel.press('send');
  await panel.waitForBanner('Already sent by Lumina at');
  expect(await compose.isOpen()).toBe(true);
  await expect.poll(() => delivered(subject), { timeout: 10_000 }).toHaveLength(1);
  await expect.poll(inMailbox, { timeout: 15_000 }).toBe(draftsBefore - 1);
  await compose.sendNatively();
  await compose.press('Enter', 'Control');
  // A mail of its own would be there by now: the next one is.
  await story().stack.world.setFlags({ flags: usual });
  const next = await writeTo(story(), grace, 'The next one');
  await next.panel.press('send');
  await expect.poll(() => delivered('The next one'), { timeout: 20_000 }).toHaveLength(1);
  expect(await delivered(subject)).toHaveLength(1);
});

test("Outlook's Send pressed while ours waits in a compose that did not go: one mail, Outlook's", async () => {
  const subject = 'Both, and it does not go';
  const { mailPage, compose, panel } = await writeTo(story(), grace, subject);
  await compose.type('Once is enough here, too.');
  await panel.waitForDraftStatus('Saved');
  await story().stack.world.setFlags({ flags: { outlookDiscardFails: true } });
  await panel.undoFor(10);
  await panel.press('send');
  await panel.waitForBanner('Lumina is sending this');
  await compose.sendNatively();
  await mailPage.waitForNoCompose();
  await panel.waitForSlip("Outlook's own Send took over");
  await expect.poll(() => delivered(subject), { timeout: 10_000 }).toHaveLength(1);
  await expect.poll(keptHere, { timeout: 20_000 }).not.toContain(subject);
  expect(await delivered(subject)).toHaveLength(1);
});

test('where Outlook took over, asked something and was told no, Lumina can send it again', async () => {
  const subject = 'Not that way';
  const { mailPage, compose, panel } = await writeTo(story(), grace, subject);
  await compose.type('Once is enough, after all.');
  await panel.waitForDraftStatus('Saved');
  await story().stack.world.setFlags({ flags: { outlookDiscardFails: true, outlookSend: 'blocked' } });
  await panel.undoFor(10);
  await panel.press('send');
  await panel.waitForBanner('Lumina is sending this');
  await compose.sendNatively();
  await sleep(500); // a rep reads what is asked
  await (mailPage as OutlookPage).refuseDialog('blocked');
  await panel.waitForSlip("Outlook's own Send took over");
  await story().stack.world.setFlags({ flags: usual });
  await panel.undoFor(0);
  await panel.press('send');
  await mailPage.waitForNoCompose();
  await expect.poll(() => delivered(subject), { timeout: 20_000 }).toHaveLength(1);
});
