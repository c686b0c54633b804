import { expect, test } from 'vitest';
import { readId, restId } from '../exchange-ids.js';
import { ADA_OUTLOOK, BEN_OUTLOOK } from '../testing.js';
import {
  answer,
  BODY,
  compose,
  labels,
  outlookTests,
  reply,
  SEND,
  saved,
  textOf,
  withControl,
  write,
} from './testing.js';

const mail = outlookTests();

test('what is typed becomes a draft of the mailbox, and Send delivers it once', async () => {
  const page = await mail.open();
  await write(page);
  await saved(page);
  expect(await mail.drafts()).toHaveLength(1);
  await page.click(SEND);
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
  const ledger = await mail.world().ledger();
  expect(ledger.map((one) => [one.recipients, one.subject])).toEqual([[['grace@analytical.example'], 'Thursday']]);
  expect(ledger[0]?.html).toMatch(/^<html>[\s\S]*elementToProof[\s\S]*Hi Grace,[\s\S]*<div id="Signature">/);
  expect(await mail.drafts()).toEqual([]);
});

test('a reply that arrives is seen without reloading; the answer quotes it late and stays in its conversation', async () => {
  const page = await mail.open();
  const asked = await mail.prospectAsks();
  await page.waitForSelector('[data-standin-row="Price?"]');
  await answer(page, 'Price?');
  expect(await page.$(compose('#divRplyFwdMsg'))).toBeNull();
  await page.keyboard.type('Forty.');
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  const order = await page.$eval(BODY, (body) =>
    [...body.children].map((child) => child.id || child.tagName.toLowerCase()),
  );
  expect(order).toEqual(['div', 'div', 'Signature', 'appendonsend', 'hr', 'divRplyFwdMsg', 'div']);
  await withControl(page, 'Enter');
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
  const [sent] = await mail.world().ledger();
  expect(sent).toMatchObject({ subject: 'Re: Price?', recipients: ['bo@acme.example'] });
  expect(sent?.html).toMatch(/Forty\.[\s\S]*id="divRplyFwdMsg"[\s\S]*How much\?/);
  const { messages } = await mail.world().mailbox({ email: ADA_OUTLOOK });
  expect(messages.find((one) => one.labelIds.includes('SENT'))?.threadId).toBe(asked.threadId);
});

test('Discard asks first, and may leave the compose where it is', async () => {
  const page = await mail.open();
  await write(page);
  await saved(page);
  await page.click(compose('#discardCompose'));
  await reply(page, 'discard', 'no');
  await mail.world().setFlags({ flags: { outlookDiscardFails: true } });
  await page.click(compose('#discardCompose'));
  await reply(page, 'discard', 'yes');
  await page.waitForFunction(() => !document.querySelector('[data-standin-dialog]'));
  expect(await mail.drafts()).toHaveLength(1);
  expect(await page.$(compose('#discardCompose'))).not.toBeNull();
  await mail.world().setFlags({ flags: { outlookDiscardFails: false } });
  await page.focus(BODY);
  await page.keyboard.press('Escape');
  await reply(page, 'discard', 'yes');
  await expect.poll(mail.drafts).toEqual([]);
  expect(await page.$(compose('#discardCompose'))).toBeNull();
  await page.click('[data-standin-folder=drafts]');
  await page.waitForFunction(() => !document.querySelector('[data-standin-row]'));
});

test('leaving the page keeps the draft, and Drafts opens it again with people, signature and text', async () => {
  const page = await mail.open();
  await write(page, { to: BEN_OUTLOOK, text: 'half a thought' });
  await page.goto('https://outlook.office.com/mail/drafts');
  await expect.poll(mail.drafts).toHaveLength(1);
  const [kept] = await mail.drafts();
  await (await page.waitForSelector('[data-standin-row=Thursday]'))?.click();
  await page.waitForSelector(compose('#Signature'));
  expect(await textOf(page)).toMatch(/^half a thought/);
  await expect.poll(() => labels(page)).toEqual(['offlineBen Closer']);
  await page.keyboard.type('More: ');
  await saved(page);
  expect((await mail.drafts()).map((one) => one.id)).toEqual([kept?.id]);
  await page.click(SEND);
  await expect.poll(mail.drafts).toEqual([]);
  const { messages } = await mail.world().mailbox({ email: BEN_OUTLOOK });
  expect(messages[0]?.text).toMatch(/^More: half a thought/);
});

test('Send without a recipient or a subject is not simply done', async () => {
  const page = await mail.open();
  await page.click('[data-standin-new-mail]');
  await page.waitForSelector(compose('[id$=_TO]'));
  await page.click(SEND);
  await page.waitForFunction(() => document.body.innerText.includes('at least one recipient'));
  await page.keyboard.type('a@x.example,');
  await page.click(SEND);
  await reply(page, 'no-subject', 'no');
  expect(await mail.world().ledger()).toEqual([]);
  await page.click(SEND);
  await reply(page, 'no-subject', 'yes');
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
});

test('Send may be blocked, taken back, slow to go, or fail; the mail goes once', async () => {
  const page = await mail.open();
  await write(page);
  await mail.world().setFlags({ flags: { outlookSend: 'blocked' } });
  await page.click(SEND);
  await reply(page, 'blocked', 'no');
  expect(await page.$(SEND)).not.toBeNull();

  await mail.world().setFlags({ flags: { outlookSend: 'ok', outlookUndoSendMs: 10_000 } });
  await page.click(SEND);
  await (await page.waitForSelector('[data-standin-undo-send]'))?.click();
  await page.waitForSelector(SEND);
  expect(await textOf(page)).toMatch(/^Hi Grace,/);

  await mail.world().setFlags({ flags: { outlookUndoSendMs: 0 } });
  await mail.world().next({ operation: 'page.sync', fault: '503' });
  await page.click(SEND);
  await page.waitForFunction(() => document.body.innerText.includes('was not sent'));
  expect(await mail.world().ledger()).toEqual([]);

  await mail.world().setFlags({ flags: { outlookSend: 'slow' } });
  await page.click(SEND);
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
  expect(await page.$(SEND)).not.toBeNull();
  await page.waitForFunction((at) => !document.querySelector(at), {}, SEND);
  expect(await mail.world().ledger()).toHaveLength(1);
});

test('an answer to a mail of three thousand lines can be written and sent', async () => {
  const page = await mail.open();
  await mail.prospectAsks(Array.from({ length: 3000 }, (_, line) => `Line ${line}`).join('\r\n'));
  await page.waitForSelector('[data-standin-row="Price?"]');
  await answer(page, 'Price?');
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  await page.keyboard.type('Too long.');
  await withControl(page, 'Enter');
  await expect.poll(async () => (await mail.world().ledger())[0]?.html).toMatch(/Too long\.[\s\S]*Line 2999/);
});

test('the address names the newest message as Graph’s ids do, or by flag its conversation', async () => {
  const page = await mail.open();
  for (const [outlookUrlNames, kind] of [
    ['item', 'usual'],
    ['conversation', 'conversation'],
  ] as const) {
    await mail.world().setFlags({ flags: { outlookUrlNames } });
    await page.goto('https://outlook.cloud.microsoft/mail/inbox');
    await (await page.waitForSelector('[data-standin-row="Questions before Thursday"]'))?.click();
    await page.waitForSelector('#MailList [aria-selected=true]');
    const id = decodeURIComponent(new URL(page.url()).pathname.split('/id/')[1] ?? '');
    expect(readId(ADA_OUTLOOK, restId(id))?.kind).toBe(kind);
    await page.reload();
    await page.waitForSelector('[data-standin-item]');
  }
});

test('an answer that is left for another mail stays as a draft of its conversation', async () => {
  const page = await mail.open();
  await answer(page, 'Questions before Thursday');
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  await page.keyboard.type('Not yet done');
  await page.click('[data-standin-row="Intro: FinOps Forum"]');
  await expect.poll(mail.drafts).toHaveLength(1);
  await page.click('[data-standin-folder=drafts]');
  await (await page.waitForSelector('[data-standin-row="Re: Questions before Thursday"]'))?.click();
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  expect(await textOf(page)).toMatch(/^Not yet done/);
  await page.click(SEND);
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
  const { messages } = await mail.world().mailbox({ email: ADA_OUTLOOK });
  const [asked] = messages.filter((one) => one.subject === 'Questions before Thursday');
  expect(messages.find((one) => one.labelIds.includes('SENT'))?.threadId).toBe(asked?.threadId);
});

test('a deep link begins a mail as it asks, without a signature where the rep has none; a colleague gets it', async () => {
  const page = await mail.open();
  await mail.world().setFlags({ flags: { outlookSignature: false } });
  const query = new URLSearchParams({ to: BEN_OUTLOOK, subject: 'Lunch?', body: 'At noon.' });
  await page.goto(`https://outlook.office365.com/mail/deeplink/compose?${query}`);
  await page.waitForSelector(compose('._EType_RECIPIENT_ENTITY'));
  expect((await textOf(page)).trim()).toBe('At noon.');
  await page.click(SEND);
  await page.waitForSelector('[data-standin-new-mail]');
  await page.goto('https://outlook.office365.com/mail/1/inbox');
  await (await page.waitForSelector('[data-standin-row="Lunch?"]'))?.click();
  await page.waitForSelector('[data-standin-item]');
  expect(new URL(page.url()).pathname).toMatch(/^\/mail\/1\/inbox\/id\//);
});

test('a draft deleted elsewhere comes back to life when the open page saves it, or is refused, by flag', async () => {
  const page = await mail.open();
  await write(page);
  await saved(page);
  for (const [pageSaveAfterGone, left] of [
    ['refused', 0],
    ['recreates', 1],
  ] as const) {
    await mail.world().setFlags({ flags: { pageSaveAfterGone } });
    for (const open of await mail.drafts()) await mail.world().repDeletes({ email: ADA_OUTLOOK, draftId: open.id });
    await page.keyboard.type(' and more');
    await saved(page);
    expect(await mail.drafts()).toHaveLength(left);
  }
});
