import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { freshSandbox } from '#e2e/sandbox/testing.js';
import { compile } from './mime.js';
import type { Letter, Provider } from './provider.js';
import { arrivals, failureOf, freshProvider, letter, played } from './testing/played.js';

const sandbox = await freshSandbox();
afterAll(() => sandbox[Symbol.asyncDispose]());

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(Object.entries(played))('%s', (_, one) => {
  const { email, sending, shows, answers, sends, again } = one;
  const { client } = sandbox;
  let provider: Provider;
  let renewals: () => number;
  const draftOf = async (over: Partial<Letter> = {}) => {
    const written = { ...letter, ...over };
    return provider.createDraft(written, await compile(written));
  };
  const arrived = (count: number, marker?: string) => arrivals(sandbox, count, marker);

  beforeEach(async () => {
    ({ provider, renewals } = await freshProvider(sandbox, one));
  });

  test('a draft is sent once, to everybody, with its marker, and stamped by the provider', async () => {
    const since = await provider.baseline();
    const draft = await draftOf();
    expect(await provider.look(draft, since)).toEqual({ at: 'draft' });
    const sent = await provider.sendDraft(draft);
    const [delivery] = await arrived(1);
    expect(delivery?.recipients).toEqual(expect.arrayContaining(['grace@analytical.example', 'log@elsewhere.example']));
    expect(await provider.stamped(sent, letter.marker)).toEqual({ ...sent, stamped: delivery?.messageId });
    expect(await provider.look(draft, since)).toEqual({ at: 'sent', sent });
  });

  test.each(again)('a second request for the same draft, at %j, is %s: %d in all', async (flags, kind, delivered) => {
    await client.setFlags({ flags: { ...flags, graphTransportMs: 100 } });
    const draft = await draftOf();
    await provider.sendDraft(draft);
    const second = provider.sendDraft(draft);
    expect(kind === 'accepted' ? await second.then(() => 'accepted') : await failureOf(second)).toBe(kind);
    await arrived(delivered);
    // Where any of these delivers twice, the protocol never asks a second time.
    expect(provider.resendIsSafe).toBe(again.every(([, , count]) => count === 1));
  });

  test.each(shows)('what was sent is found however the provider shows it: %j', async (flags) => {
    await client.setFlags({ flags });
    const since = await provider.baseline();
    const draft = await draftOf();
    await provider.sendDraft(draft);
    await expect.poll(async () => (await provider.look(draft, since)).at, { timeout: 3_000 }).toBe('sent');
    await provider.deleteDraft(draft);
    expect((await provider.look(draft, since)).at).toBe('sent');
  });

  test('a draft somebody deleted is gone, not sent', async () => {
    const since = await provider.baseline();
    const draft = await draftOf();
    await provider.deleteDraft(draft);
    await provider.deleteDraft(draft);
    expect(await provider.look(draft, since)).toEqual({ at: 'gone' });
  });

  test('drafts are found by their marker, and those of others are not', async () => {
    expect(await provider.findDrafts(letter.marker)).toEqual([]);
    const ours = [await draftOf(), await draftOf()];
    await draftOf({ marker: 'another' });
    await client.repWrites({ email, to: ['x@y.example'], subject: 'by hand', html: '<p>x</p>' });
    const found = await provider.findDrafts(letter.marker);
    expect(found.map((draft) => draft.id).sort()).toEqual(ours.map((draft) => draft.id).sort());
  });

  test.each(sends)('a send that meets "%s" is %s, and one request', async (fault, kind, delivered) => {
    const draft = await draftOf();
    await client.next({ operation: sending, fault });
    expect(await failureOf(provider.sendDraft(draft))).toBe(kind);
    await arrived(delivered);
    const { calls } = await client.state();
    expect(calls.filter((call) => JSON.stringify(call).includes(sending))).toHaveLength(1);
  });

  test('a token that ran out is renewed and the call made again, once', async () => {
    const draft = await draftOf();
    await client.expireAccess({ email });
    await provider.sendDraft(draft);
    expect(renewals()).toBe(1);
    await arrived(1);
    await client.next({ operation: 'messages.list', fault: '401', times: 2 });
    expect(await failureOf(provider.latest())).toBe('signedOut');
  });

  test.each(answers)('an answer stays in its thread, here and at the prospect: %j', async (flags) => {
    await client.setFlags({ flags });
    await provider.sendDraft(await draftOf());
    const [delivery] = await arrived(1);
    const asked = await client.prospectReplies({ deliveryId: delivery?.id ?? 0, text: 'Yes, Thursday.' });
    const parent = await provider.parentOf({ conversationId: asked.threadId, messageId: null });
    expect(parent).toMatchObject({ threadId: asked.threadId, references: [delivery?.messageId] });
    const answer = { marker: 'ANSWER', subject: 'Re: Grüße', answers: parent ?? null };
    const draft = await draftOf(answer);
    const sent = await provider.sendDraft(draft);
    const [reached] = await arrived(1, answer.marker);
    expect(reached).toMatchObject({ recipients: delivery?.recipients, subject: answer.subject });
    const mail = await PostalMime.parse(Buffer.from(reached?.raw ?? '', 'base64'));
    expect(mail.html).toContain('<div>shall we?</div>');
    expect(mail.html).not.toContain('Yes, Thursday.');
    expect(mail.inReplyTo).toBe(parent?.messageId);
    expect(mail.references?.split(/\s+/)).toEqual([...(parent?.references ?? []), parent?.messageId]);
    expect(sent.threadId).toBe(asked.threadId);
  });

  test('what is answered is the message that is named, else the newest that is no draft', async () => {
    await provider.sendDraft(await draftOf());
    const [delivery] = await arrived(1);
    const deliveryId = delivery?.id ?? 0;
    const first = await client.prospectReplies({ deliveryId, text: 'Yes.' });
    const second = await client.prospectReplies({ deliveryId, text: 'Or no.' });
    const { messages } = await client.mailbox({ email });
    const said = new Map(messages.map(({ id, rfcId }) => [rfcId, id]));
    const parentOf = async (conversationId: string | null, messageId: string | null) =>
      said.get((await provider.parentOf({ conversationId, messageId }))?.messageId ?? '');
    expect(await parentOf(first.threadId, first.messageId)).toBe(first.messageId);
    expect(await parentOf(null, first.messageId)).toBe(first.messageId);
    expect(await parentOf(first.threadId, null)).toBe(second.messageId);
    expect(await parentOf(first.threadId, 'not an id')).toBe(second.messageId);
    expect(await parentOf('404', null)).toBeUndefined();
    expect(await parentOf('no id: at all', null)).toBeUndefined();
    expect(await parentOf(null, null)).toBeUndefined();
  });

  test.each([10_000, 5_000_000])('an attachment of %d bytes arrives as it was', async (size) => {
    ({ provider } = await freshProvider(sandbox, one, { timeoutMs: 20_000 }));
    const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 31 + (n >> 8)) % 256);
    const attachments = [{ name: 'Preisübersicht.pdf', contentType: 'application/pdf', bytes }];
    await provider.sendDraft(await draftOf({ attachments }));
    const [delivery] = await arrived(1);
    const mail = await PostalMime.parse(Buffer.from(delivery?.raw ?? '', 'base64'));
    expect(mail.attachments).toMatchObject([{ filename: 'Preisübersicht.pdf', mimeType: 'application/pdf' }]);
    expect(hashOf(Buffer.from(mail.attachments[0]?.content as ArrayBuffer))).toBe(hashOf(bytes));
  });

  test('what the page may have left of a letter is told by what it says, and of ours the marker', async () => {
    const { draftId } = await client.repWrites({
      email,
      to: ['Grace@Analytical.example'],
      subject: 'Grüße',
      html: letter.html,
    });
    const ours = await draftOf();
    const from = { ids: [`#msg-a:${draftId}`, '#msg-a:r-404404', ours.id], since: new Date(Date.now() - 60_000) };
    const left = await provider.leftovers(letter, from);
    expect(left.find(({ marker }) => marker === null)).toMatchObject({
      subject: 'Grüße',
      to: ['grace@analytical.example'],
      text: 'Hello Grace, shall we?',
    });
    expect(left.map(({ marker }) => marker).sort()).toEqual([letter.marker, null]);
    for (const draft of left) await provider.deleteDraft(draft);
    expect((await client.mailbox({ email })).drafts.filter(({ state }) => state === 'open')).toEqual([]);
  });

  test('nothing was asked that the stand-in does not know', async () => {
    expect((await client.state()).unknown).toEqual([]);
  });
});
