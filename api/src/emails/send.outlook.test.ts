import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ADA_OUTLOOK, freshSandbox } from '#e2e/sandbox/testing.js';
import { cancelEmail, listEmailEvents, readEmail, resolveEmail } from '#shared/api.js';
import { DraftId, type EmailId } from '#shared/ids.js';
import { sendBench } from './testing/send-bench.js';

const sandbox = await freshSandbox();
const bench = await sendBench(sandbox, ADA_OUTLOOK, 'microsoft');
const { world, letter, row, advance, call, signIn, send, statusOf, drafts, waitOut, toTheEnd } = bench;
const { client } = sandbox;
const ledger = () => client.ledger();

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await client.reset();
  await client.setFlags({ flags: { graphTransportMs: 50 } });
  await signIn();
});

/** How often Graph was asked to send. */
const requests = async () =>
  (await client.state()).calls.filter((made) => JSON.stringify(made).includes('messages.send')).length;
/** What arrived, once everything that was accepted had the time to. */
const arrived = async (count: number) => {
  await expect.poll(async () => (await ledger()).length, { timeout: 5_000 }).toBe(count);
  await new Promise((done) => setTimeout(done, 100));
  const deliveries = await ledger();
  expect(deliveries).toHaveLength(count);
  return deliveries;
};

test('an accepted mail goes out once, by one request, is stamped, and is told', async () => {
  const id = await send();
  await toTheEnd(id);
  const [mail] = await arrived(1);
  expect(mail?.recipients).toEqual(['grace@analytical.example']);
  expect(await row(id)).toMatchObject({ state: 'sent', stamped_message_id: mail?.messageId, due_at: null });
  const { events } = await call(listEmailEvents, { id, query: {} });
  expect(events.map((event) => event.type)).toEqual(['email.accepted', 'email.sent']);
  expect(await requests()).toBe(1);
});

test.each([
  ['messages.send', 'after commit before answer'],
  ['messages.send', '503 after commit'],
  ['messages.send', '504 after commit'],
  ['messages.send', 'hangs'],
  ['messages.send', 'commits late'],
  ['messages.send', '429'],
  ['messages.send', '401'],
  ['messages.create', 'after commit before answer'],
  ['messages.create', 'commits late'],
  ['messages.create', 'before commit'],
  ['messages.create', '429'],
  ['messages.list', '503'],
] as const)('%s that meets "%s" ends in one mail', async (operation, fault) => {
  await client.next({ operation, fault });
  const id = await send();
  await toTheEnd(id);
  const [mail] = await arrived(1);
  expect(await row(id)).toMatchObject({ state: 'sent', stamped_message_id: mail?.messageId });
  expect(await drafts()).toEqual([]);
  expect((await client.state()).faults).toEqual([]);
});

test.each(['before commit', '500', '503', '504', '404', '400'] as const)(
  'a send that meets "%s" is never asked for again: nobody can say whether it left',
  async (fault) => {
    await client.next({ operation: 'messages.send', fault });
    const id = await send();
    await advance(id);
    await waitOut(id);
    await toTheEnd(id);
    expect(await call(readEmail, { id })).toMatchObject({
      status: 'UNKNOWN',
      trouble: expect.stringContaining('Look in Sent'),
    });
    await arrived(0);
    expect(await requests()).toBe(1);
  },
);

test.each([
  { graphIdOnSend: 'different' },
  { graphSentLagMs: 100 },
  { draftListLagMs: 100 },
  { graphTransportMs: 300 },
] as const)('a lost answer ends in one mail also where Exchange behaves like %j', async (flags) => {
  await client.setFlags({ flags });
  await client.next({ operation: 'messages.create', fault: 'after commit before answer' });
  await client.next({ operation: 'messages.send', fault: 'after commit before answer' });
  const id = await send();
  await toTheEnd(id);
  await arrived(1);
  expect([await statusOf(id), await requests()]).toEqual(['SENT', 1]);
});

test('one that turns up in Sent Items after all is no longer unknown', async () => {
  await client.setFlags({ flags: { graphIdOnSend: 'different', graphSentLagMs: 60_000 } });
  await client.next({ operation: 'messages.send', fault: 'after commit before answer' });
  const id = await send();
  await advance(id);
  await waitOut(id);
  await toTheEnd(id);
  expect(await statusOf(id)).toBe('UNKNOWN');
  await arrived(1);
  await client.setFlags({ flags: { graphSentLagMs: 0 } });
  await world.owner.query('update email_sends set due_at = now() where email_id = $1', [id]);
  await toTheEnd(id);
  expect(await statusOf(id)).toBe('SENT');
});

test('what was accepted is not taken for a draft to tidy away while it is on its way', async () => {
  await client.setFlags({ flags: { graphTransportMs: 1_000, graphDeleteInTransit: 'stops' } });
  await client.next({ operation: 'messages.send', fault: '429' });
  const id = await send();
  await toTheEnd(id);
  await arrived(1);
  expect(await statusOf(id)).toBe('SENT');
});

test('who takes over from a worker that was killed while sending finds out what happened, and asks for nothing', async () => {
  await client.next({ operation: 'messages.send', fault: 'hangs' });
  const id = await send();
  await advance(id);
  expect((await row(id)).state).toBe('sending');
  await world.owner.query(`update email_sends set lease_until = now(), due_at = now() where email_id = $1`, [id]);
  await toTheEnd(id);
  await arrived(1);
  expect([await statusOf(id), await requests()]).toEqual(['SENT', 1]);
});

test('an unknown one the rep drops leaves no draft of ours to be sent by hand', async () => {
  await client.next({ operation: 'messages.send', fault: '500' });
  const id = await send();
  await advance(id);
  await waitOut(id);
  await toTheEnd(id);
  expect(await drafts()).toHaveLength(1);
  await call(resolveEmail, { id, body: { as: 'dropped' } });
  await toTheEnd(id);
  expect([await statusOf(id), await drafts(), await ledger()]).toEqual(['CANCELLED', [], []]);
});

test('a pause is told in the name the rep knows, and is no end', async () => {
  await client.next({ operation: 'messages.send', fault: '429' });
  const paused = await send();
  await advance(paused);
  expect((await call(readEmail, { id: paused })).trouble).toContain('Outlook asks for a pause');
  await toTheEnd(paused);
  expect(await statusOf(paused)).toBe('SENT');
});

test('a mailbox that is signed out keeps the mail until the rep is back', async () => {
  await client.revoke({ email: ADA_OUTLOOK });
  const id = await send();
  await advance(id);
  expect(await call(readEmail, { id })).toMatchObject({
    status: 'PENDING_SEND',
    trouble: expect.stringContaining('Outlook asks you to sign in again'),
  });
  await signIn();
  await toTheEnd(id);
  await arrived(1);
  expect(await statusOf(id)).toBe('SENT');
});

test.each(['everything', 'the written'])(
  'an answer is what was approved, in its conversation, where createReply takes %s',
  async (graphReplyTakes) => {
    await client.setFlags({ flags: { graphReplyTakes } });
    const first = await send();
    await toTheEnd(first);
    const [delivery] = await arrived(1);
    const { threadId } = await client.prospectReplies({ deliveryId: delivery?.id ?? 0, text: 'Which Thursday?' });
    await client.next({ operation: 'messages.createReply', fault: 'after commit before answer' });
    const id = await send({
      subject: 'Re: Thursday',
      thread: { conversationId: threadId.replaceAll('-', '/').replaceAll('_', '+'), messageId: null },
    });
    await toTheEnd(id);
    const [, answer] = await arrived(2);
    expect(answer).toMatchObject({ recipients: ['grace@analytical.example'], subject: 'Re: Thursday' });
    const mail = await PostalMime.parse(Buffer.from(answer?.raw ?? '', 'base64'));
    expect(mail.references?.split(/\s+/)).toEqual([delivery?.messageId, mail.inReplyTo]);
    expect(mail.html).not.toContain('Which Thursday?');
    expect((await row(id)).thread_id).toBe(threadId);
    // The half-made draft of the lost answer went, too: it says what was sent.
    expect(await drafts()).toEqual([]);
  },
);

test('an answer to a conversation that is gone does not go out at all', async () => {
  const id = await send({ subject: 'Re: Thursday', thread: { conversationId: 'AAQkAD404', messageId: null } });
  await toTheEnd(id);
  expect(await call(readEmail, { id })).toMatchObject({
    status: 'FAILED',
    trouble: expect.stringContaining('not in your mailbox any more'),
  });
  expect([await ledger(), await drafts()]).toEqual([[], []]);
});

test("the page's own draft goes once the mail is proved out, and not when the rep wrote on in it", async () => {
  const page = { email: ADA_OUTLOOK, to: ['grace@analytical.example'], subject: 'Thursday', html: letter().html };
  await client.repWrites(page);
  await toTheEnd(await send());
  expect(await drafts()).toEqual([]);

  const wroteOn = await client.repWrites({ ...page, html: `${letter().html}<div>P.S. another thought</div>` });
  const toSomebodyElse = await client.repWrites({ ...page, to: ['alan@analytical.example'] });
  await toTheEnd(await send());
  expect((await drafts()).map(({ id }) => id).sort()).toEqual([wroteOn.draftId, toSomebodyElse.draftId].sort());
});

test('nothing leaves after the undo window was used, and a draft of ours goes with it', async () => {
  await client.next({ operation: 'messages.send', fault: '429', ms: 60_000 });
  const draftId = DraftId.parse(randomUUID());
  const id = await send({ draftId });
  await advance(id);
  expect(await drafts()).toHaveLength(1);
  await call(cancelEmail, { id: id satisfies EmailId });
  await toTheEnd(id);
  await arrived(0);
  expect([await statusOf(id), await drafts()]).toEqual(['CANCELLED', []]);
  expect(await toTheEnd(await send({ draftId }))).toBeUndefined();
});
