import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ADA, freshSandbox } from '#e2e/sandbox/testing.js';
import { cancelEmail, listEmailEvents, readEmail, readMe, sendEmail } from '#shared/api.js';
import { DraftId } from '#shared/ids.js';
import { EmailsService } from './emails.service.js';
import { sendBench } from './testing/send-bench.js';

const sandbox = await freshSandbox();
const bench = await sendBench(sandbox, ADA, 'google');
const { world, letter, row, advance, call, signIn, send, statusOf, drafts, waitOut, toTheEnd } = bench;
const ledger = () => sandbox.client.ledger();

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await sandbox.client.reset();
  await signIn();
});

test('an accepted mail goes out once, is stamped, and is told', async () => {
  const id = await send();
  await toTheEnd(id);
  const [mail, second] = await ledger();
  expect([mail?.recipients, second]).toEqual([['grace@analytical.example'], undefined]);
  const sent = await row(id);
  expect(sent).toMatchObject({ state: 'sent', stamped_message_id: mail?.messageId, due_at: null, lease_until: null });
  expect(sent.thread_id).toMatch(/\w/);
  expect(await statusOf(id)).toBe('SENT');
  const { events } = await call(listEmailEvents, { id, query: {} });
  expect(events.map((event) => event.type)).toEqual(['email.accepted', 'email.sent']);
  const told = await world.owner.query('select status, text from changes where email_id = $1', [id]);
  expect(told.rows).toEqual([{ status: 'SENT', text: 'Sent to Grace.' }]);
  expect((await sandbox.client.state()).unknown).toEqual([]);
});

test('the journal tells every change, in order', async () => {
  const id = await send();
  await toTheEnd(id);
  const { rows } = await world.owner.query(
    'select version, from_state, to_state from send_attempts where email_id = $1 order by version',
    [id],
  );
  expect(rows.map(({ version }) => version)).toEqual(rows.map((_, n) => n));
  expect(rows.map(({ to_state }) => to_state).filter((state, n, all) => state !== all[n - 1])).toEqual([
    'queued',
    'drafting',
    'sending',
    'sent',
  ]);
  expect(JSON.stringify(rows)).not.toContain('shall we');
});

test('nothing leaves before the undo window is over, and nothing ever after it was used', async () => {
  const id = await send({ undoSeconds: 60 });
  await advance(id);
  expect((await row(id)).state).toBe('queued');
  await call(cancelEmail, { id });
  await world.owner.query(`update email_sends set due_at = now() - interval '1 hour' where email_id = $1`, [id]);
  await toTheEnd(id);
  expect(await ledger()).toEqual([]);
  expect(await statusOf(id)).toBe('CANCELLED');
});

test.each([
  ['drafts.send', 'after commit before answer'],
  ['drafts.send', 'answer cut in half'],
  ['drafts.send', '503 after commit'],
  ['drafts.send', 'hangs'],
  ['drafts.send', 'commits late'],
  ['drafts.send', 'before commit'],
  ['drafts.send', '500'],
  ['drafts.send', '404'],
  ['drafts.send', '400'],
  ['drafts.send', '429'],
  ['drafts.send', '401'],
  ['drafts.create', 'after commit before answer'],
  ['drafts.create', 'commits late'],
  ['drafts.create', 'before commit'],
  ['drafts.create', '429'],
  ['getProfile', '503'],
  ['messages.get', '503'],
] as const)('%s that meets "%s" ends in one mail', async (operation, fault) => {
  await sandbox.client.next({ operation, fault });
  const id = await send();
  await toTheEnd(id);
  expect(await statusOf(id)).toBe('SENT');
  expect(await ledger()).toHaveLength(1);
  expect((await row(id)).stamped_message_id).toBe((await ledger())[0]?.messageId);
  expect(await drafts()).toEqual([]);
  expect((await sandbox.client.state()).faults).toEqual([]);
});

test.each([
  { messageIdOnSend: 'same' },
  { ghostWrapper: true },
  { secondSend: '400' },
  { historyLagMs: 100 },
  { draftListLagMs: 100 },
] as const)('a lost answer ends in one mail also where Gmail behaves like %j', async (flags) => {
  await sandbox.client.setFlags({ flags });
  await sandbox.client.next({ operation: 'drafts.create', fault: 'after commit before answer' });
  await sandbox.client.next({ operation: 'drafts.send', fault: 'after commit before answer' });
  const id = await send();
  await toTheEnd(id);
  expect([await statusOf(id), (await ledger()).length]).toEqual(['SENT', 1]);
});

test('many workers at once are as good as one', async () => {
  await Promise.all(Array.from({ length: 8 }, () => call(readMe, {})));
  await sandbox.client.next({ operation: 'getProfile', fault: 'slow answer', ms: 100, times: 8 });
  const id = await send();
  await Promise.all(Array.from({ length: 8 }, () => advance(id)));
  expect((await row(id)).fence).toBe('1');
  await toTheEnd(id);
  expect(await ledger()).toHaveLength(1);
});

test('a worker that slept past its lease finds itself overtaken, and what it made is tidied away', async () => {
  await sandbox.client.next({ operation: 'drafts.create', fault: 'slow answer', ms: 300 });
  const id = await send();
  const sleeper = advance(id);
  await expect.poll(async () => (await drafts()).length, { timeout: 5_000, interval: 10 }).toBe(1);
  await world.owner.query(`update email_sends set fence = fence + 1 where email_id = $1`, [id]);
  await sleeper;
  expect((await row(id)).state).toBe('drafting');
  await sandbox.client.setFlags({ flags: { draftListLagMs: 60_000 } });
  await world.owner.query(`update email_sends set lease_until = now(), due_at = now() where email_id = $1`, [id]);
  await advance(id);
  expect([await statusOf(id), (await drafts()).length]).toEqual(['SENT', 1]);
  await sandbox.client.setFlags({ flags: { draftListLagMs: 0 } });
  await toTheEnd(id);
  expect([await ledger(), await drafts()]).toEqual([[expect.anything()], []]);
});

test('who takes over from a worker that was killed while sending finds out what happened first', async () => {
  await sandbox.client.next({ operation: 'drafts.send', fault: 'hangs' });
  const id = await send();
  await advance(id);
  expect((await row(id)).state).toBe('sending');
  // The worker is gone, its wait was never stored: what is left is the lease, and that runs out.
  await world.owner.query(`update email_sends set lease_until = now(), due_at = now() where email_id = $1`, [id]);
  await toTheEnd(id);
  expect([await statusOf(id), (await ledger()).length]).toEqual(['SENT', 1]);
});

test('a definite no is told with its reason, and leaves no draft of ours to be sent by hand', async () => {
  await sandbox.client.next({ operation: 'drafts.send', fault: '403 dailyLimitExceeded' });
  const id = await send();
  await toTheEnd(id);
  const email = await call(readEmail, { id });
  expect(email).toMatchObject({ status: 'FAILED', trouble: expect.stringContaining('try again tomorrow') });
  expect([await ledger(), await drafts()]).toEqual([[], []]);
  const again = await call(sendEmail, { body: letter({ draftId: email.draftId }) }, { key: randomUUID() });
  expect(again.status).toBe('PENDING_SEND');
});

test('a mailbox that is signed out keeps the mail until the rep is back, or takes it back', async () => {
  await sandbox.client.revoke({ email: ADA });
  const [id, other] = [await send(), await send()];
  await advance(id);
  await advance(other);
  expect(await call(readEmail, { id })).toMatchObject({
    status: 'PENDING_SEND',
    trouble: expect.stringContaining('sign in again'),
  });
  const due = await world.app.get(EmailsService).dueSends();
  expect(due.filter((one) => one.emailId === id || one.emailId === other)).toEqual([]);
  await call(cancelEmail, { id: other });
  await signIn();
  await toTheEnd(id);
  await toTheEnd(other);
  expect([await statusOf(id), await statusOf(other)]).toEqual(['SENT', 'CANCELLED']);
  expect(await ledger()).toHaveLength(1);
});

test('a draft the rep deleted from under us is neither sent again nor called sent', async () => {
  await sandbox.client.next({ operation: 'drafts.send', fault: 'before commit' });
  const id = await send();
  await advance(id);
  const [ours] = await drafts();
  await sandbox.client.repDeletes({ email: ADA, draftId: ours?.id ?? '' });
  await waitOut(id);
  await toTheEnd(id);
  expect(await call(readEmail, { id })).toMatchObject({
    status: 'UNKNOWN',
    trouble: expect.stringContaining('Look in Sent'),
  });
  expect(await ledger()).toEqual([]);
});

test("the mail page's own draft goes once the mail is proved out, and not when the rep wrote on in it", async () => {
  const page = { email: ADA, to: ['grace@analytical.example'], subject: 'Thursday', html: letter().html };
  const left = await sandbox.client.repWrites(page);
  await toTheEnd(await send({ webmailDraftId: `#msg-a:${left.draftId}` }));
  expect(await drafts()).toEqual([]);

  const wroteOn = await sandbox.client.repWrites({ ...page, html: `${letter().html}<div>P.S. another thought</div>` });
  const id = await send({ webmailDraftId: wroteOn.draftId });
  await sandbox.client.repEdits({ email: ADA, draftId: wroteOn.draftId, html: '<div>something new</div>' });
  await toTheEnd(id);
  expect((await drafts()).map((draft) => draft.id)).toEqual([wroteOn.draftId]);
  expect(await ledger()).toHaveLength(2);
});

test('what a send that was taken back left behind goes with the mail that went out', async () => {
  const draftId = randomUUID();
  const page = { email: ADA, to: ['grace@analytical.example'], subject: 'Thursday', html: letter().html };
  const first = await sandbox.client.repWrites(page);
  const taken = await send({ draftId: DraftId.parse(draftId), webmailDraftId: first.draftId, undoSeconds: 60 });
  await call(cancelEmail, { id: taken });
  await toTheEnd(taken);
  expect((await drafts()).map((draft) => draft.id)).toEqual([first.draftId]);

  const second = await sandbox.client.repWrites(page);
  await toTheEnd(await send({ draftId: DraftId.parse(draftId), webmailDraftId: second.draftId }));
  expect(await drafts()).toEqual([]);
  expect(await ledger()).toHaveLength(1);
});

test('an answer goes out in its thread; one to a conversation that is gone does not go out at all', async () => {
  await toTheEnd(await send());
  const [first] = await ledger();
  const { threadId } = await sandbox.client.prospectReplies({ deliveryId: first?.id ?? 0, text: 'Which Thursday?' });
  const thread = { conversationId: threadId, messageId: null };
  const id = await send({ subject: 'Re: Thursday', thread });
  await toTheEnd(id);
  const [, answer] = await ledger();
  const mail = await PostalMime.parse(Buffer.from(answer?.raw ?? '', 'base64'));
  expect(mail.references?.split(/\s+/)).toEqual([first?.messageId, mail.inReplyTo]);
  expect(await row(id)).toMatchObject({ state: 'sent', thread_id: threadId, parent: { messageId: mail.inReplyTo } });

  const lost = await send({ subject: 'Re: Thursday', thread: { ...thread, conversationId: '19a1b2c3d4e5f607' } });
  await toTheEnd(lost);
  expect(await call(readEmail, { id: lost })).toMatchObject({
    status: 'FAILED',
    trouble: expect.stringContaining('not in your mailbox any more'),
  });
  expect(await ledger()).toHaveLength(2);
});

test('what arrives says what was written, in any script and length', async () => {
  const html = `<div>Zażółć gęślą jaźń — ${'很长的一行 '.repeat(600)}🎉</div><div>.</div><div>From the top</div>`;
  const id = await send({
    subject: 'Überraschung für Łucja 🎁',
    html,
    to: [{ name: 'Łucja Ü', email: 'l@analytical.example' }],
  });
  await toTheEnd(id);
  const [mail] = await ledger();
  const read = await PostalMime.parse(Buffer.from(mail?.raw ?? '', 'base64'));
  expect(read.html?.trimEnd()).toBe(html);
  expect([read.subject, read.to?.[0]?.name, read.from?.name]).toEqual([
    'Überraschung für Łucja 🎁',
    'Łucja Ü',
    'Ada Seller',
  ]);
  expect(read.text?.replace(/\s+/g, ' ')).toContain('🎉 . From the top');
});

test('an email sent is found again by its stamp, or by its thread', async () => {
  const id = await send();
  await toTheEnd(id);
  const { mailbox_id, thread_id, stamped_message_id } = await row(id);
  const emails = world.app.get(EmailsService);
  const found = (messageIds: string[], threadId: string | null) =>
    emails.findSent(bench.organisationId(), mailbox_id, { messageIds, threadId });
  expect(await found(['<else@x.example>', stamped_message_id], null)).toMatchObject({
    id,
    status: 'SENT',
    to: letter().to,
  });
  expect((await found([], thread_id))?.id).toBe(id);
  expect(await found(['<else@x.example>'], 'else')).toBeUndefined();
  expect(await found([], null)).toBeUndefined();
});
