import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ADA, freshSandbox } from '#e2e/sandbox/testing.js';
import { GmailClient } from './gmail/gmail-client.js';
import { GmailProvider } from './gmail/gmail-provider.js';
import { compile } from './mime.js';
import type { Letter, Provider } from './provider.js';
import { ProviderError, type ProviderFailure } from './provider-error.js';

const sandbox = await freshSandbox();
afterAll(() => sandbox[Symbol.asyncDispose]());

const TIMEOUT_MS = 400;
let renewals = 0;

/** What a provider needs to be played: an adapter on a stand-in. Graph joins this table. */
const providers: Record<string, () => Promise<Provider>> = {
  gmail: async () => {
    await sandbox.client.reset();
    const grant = () => sandbox.client.grant({ email: ADA }).then((tokens) => tokens.access_token);
    let token = await grant();
    renewals = 0;
    const access = {
      token: async () => token,
      renew: async () => {
        renewals++;
        token = await grant();
        return token;
      },
    };
    const settings = { gmailUrl: `${sandbox.httpUrl}/`, timeoutMs: TIMEOUT_MS };
    return new GmailProvider(new GmailClient(access, settings), 'projects/lumina-sandbox/topics/gmail');
  },
};

const letter: Letter = {
  marker: 'MARKERMARKERMARKER00000001',
  date: new Date('2026-11-20T09:30:00Z'),
  from: { name: 'Ada Seller', email: ADA },
  to: [{ name: 'Grace', email: 'grace@analytical.example' }],
  cc: [],
  bcc: [{ name: '', email: 'log@elsewhere.example' }],
  subject: 'Grüße',
  html: '<div>Hello Grace,</div><div>shall we?</div>',
  answers: null,
};

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const failureOf = async (call: Promise<unknown>): Promise<ProviderFailure['kind']> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProviderError) return error.failure.kind;
    throw error;
  }
  throw new Error('the call was expected to fail');
};

describe.each(Object.entries(providers))('%s', (_, open) => {
  let provider: Provider;
  const ledger = () => sandbox.client.ledger({ marker: letter.marker });
  const draftOf = async (over: Partial<Letter> = {}) => {
    const written = { ...letter, ...over };
    return provider.createDraft(written, await compile(written));
  };

  beforeEach(async () => {
    provider = await open();
  });

  test('a draft is sent once, to everybody, with its marker, and stamped by the provider', async () => {
    const since = await provider.baseline();
    const draft = await draftOf();
    expect(await provider.look(draft, since)).toEqual({ at: 'draft' });
    const sent = await provider.sendDraft(draft);
    const [delivery, second] = await ledger();
    expect(second).toBeUndefined();
    expect(delivery?.recipients).toEqual(expect.arrayContaining(['grace@analytical.example', 'log@elsewhere.example']));
    expect((await provider.stamped(sent, letter.marker)).stamped).toBe(delivery?.messageId);
    expect(await provider.look(draft, since)).toEqual({ at: 'sent', sent });
  });

  test('sending the same draft again delivers nothing and is not taken for a refusal', async () => {
    const draft = await draftOf();
    await provider.sendDraft(draft);
    expect(await failureOf(provider.sendDraft(draft))).toBe('unclear');
    await sandbox.client.setFlags({ flags: { secondSend: '400' } });
    expect(await failureOf(provider.sendDraft(draft))).toBe('unclear');
    expect(await ledger()).toHaveLength(1);
  });

  test.each([
    { messageIdOnSend: 'same' },
    { ghostWrapper: true },
    { historyLagMs: 60_000 },
    { messageIdOnSend: 'same', historyLagMs: 60_000 },
  ])('what was sent is found however the provider shows it: %j', async (flags) => {
    await sandbox.client.setFlags({ flags });
    const since = await provider.baseline();
    const draft = await draftOf();
    await provider.sendDraft(draft);
    expect((await provider.look(draft, since)).at).toBe('sent');
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
    await sandbox.client.repWrites({ email: ADA, to: ['x@y.example'], subject: 'by hand', html: '<p>x</p>' });
    const found = await provider.findDrafts(letter.marker);
    expect(found.map((draft) => draft.id).sort()).toEqual(ours.map((draft) => draft.id).sort());
  });

  test.each([
    ['before commit', 'unclear', 0],
    ['after commit before answer', 'unclear', 1],
    ['answer cut in half', 'unclear', 1],
    ['hangs', 'unclear', 1],
    ['503 after commit', 'unclear', 1],
    ['500', 'unclear', 0],
    ['408', 'unclear', 0],
    ['404', 'unclear', 0],
    ['400', 'unclear', 0],
    ['429', 'busy', 0],
    ['403 userRateLimitExceeded', 'busy', 0],
    ['403 dailyLimitExceeded', 'refused', 0],
    ['403 domainPolicy', 'refused', 0],
  ] as const)('a send that meets "%s" is %s, and one request', async (fault, kind, delivered) => {
    const draft = await draftOf();
    await sandbox.client.next({ operation: 'drafts.send', fault });
    expect(await failureOf(provider.sendDraft(draft))).toBe(kind);
    expect(await ledger()).toHaveLength(delivered);
    const { calls } = await sandbox.client.state();
    expect(calls.filter((call) => JSON.stringify(call).includes('drafts.send'))).toHaveLength(1);
  });

  test('a token that ran out is renewed and the call made again, once', async () => {
    const draft = await draftOf();
    await sandbox.client.expireAccess({ email: ADA });
    await provider.sendDraft(draft);
    expect(renewals).toBe(1);
    expect(await ledger()).toHaveLength(1);
    await sandbox.client.next({ operation: 'getProfile', fault: '401', times: 2 });
    expect(await failureOf(provider.baseline())).toBe('signedOut');
  });

  test('what came since a cursor is told, and can be read', async () => {
    const cursor = await provider.baseline();
    await provider.sendDraft(await draftOf());
    const [delivery] = await ledger();
    await sandbox.client.prospectReplies({ deliveryId: delivery?.id ?? 0, text: 'Yes, Thursday.' });
    const page = await provider.changesSince(cursor);
    const reply = page.added.find((message) => message.place === 'received');
    expect(page.added.some((message) => message.place === 'sent')).toBe(true);
    const message = await provider.message(reply?.id ?? '');
    expect(Buffer.from(message?.mime ?? []).toString()).toContain('Yes, Thursday.');
    expect(await provider.latest()).toContainEqual(reply);
    expect((await provider.changesSince(page.cursor)).added).toEqual([]);
    expect(await provider.message('0000')).toBeUndefined();
  });

  test('a cursor that is too old says so', async () => {
    const cursor = await provider.baseline();
    await draftOf();
    await sandbox.client.forgetHistory({ email: ADA });
    expect(await failureOf(provider.changesSince(cursor))).toBe('cursorExpired');
  });

  test('a watch ends in the future and can be taken back', async () => {
    const watch = await provider.watch();
    expect(watch.expiresAt.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    expect(watch.cursor).toBe(await provider.baseline());
    await provider.unwatch();
  });

  test('an answer stays in its thread, here and at the prospect', async () => {
    await provider.sendDraft(await draftOf());
    const [delivery] = await ledger();
    const reply = { deliveryId: delivery?.id ?? 0, text: 'Yes, Thursday.' };
    const asked = await sandbox.client.prospectReplies(reply);
    const parent = await provider.parentOf({ conversationId: asked.threadId, messageId: null });
    expect(parent).toMatchObject({ id: asked.messageId, references: [delivery?.messageId] });
    const answer = { marker: 'ANSWER', subject: 'Re: Grüße', answers: parent ?? null };
    const draft = await draftOf(answer);
    const sent = await provider.sendDraft(draft);
    const [arrived] = await sandbox.client.ledger({ marker: answer.marker });
    const mail = await PostalMime.parse(Buffer.from(arrived?.raw ?? '', 'base64'));
    expect(mail.inReplyTo).toBe(parent?.messageId);
    expect(mail.references?.split(/\s+/)).toEqual([...(parent?.references ?? []), parent?.messageId]);
    expect(sent.threadId).toBe(asked.threadId);
  });

  test('what is answered is the message that is named, else the newest that is no draft', async () => {
    await provider.sendDraft(await draftOf());
    const [delivery] = await ledger();
    const deliveryId = delivery?.id ?? 0;
    const first = await sandbox.client.prospectReplies({ deliveryId, text: 'Yes.' });
    const second = await sandbox.client.prospectReplies({ deliveryId, text: 'Or no.' });
    const parentOf = async (conversationId: string | null, messageId: string | null) =>
      (await provider.parentOf({ conversationId, messageId }))?.id;
    expect(await parentOf(first.threadId, first.messageId)).toBe(first.messageId);
    expect(await parentOf(null, first.messageId)).toBe(first.messageId);
    expect(await parentOf(first.threadId, null)).toBe(second.messageId);
    expect(await parentOf(first.threadId, 'not an id')).toBe(second.messageId);
    expect(await parentOf('404', null)).toBeUndefined();
    expect(await parentOf('no id: at all', null)).toBeUndefined();
    expect(await parentOf(null, null)).toBeUndefined();
  });

  test.each([10_000, 5_000_000])('an attachment of %d bytes arrives as it was', async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 31 + (n >> 8)) % 256);
    const attachments = [{ name: 'Preisübersicht.pdf', contentType: 'application/pdf', bytes }];
    await provider.sendDraft(await draftOf({ attachments }));
    const [delivery] = await ledger();
    const mail = await PostalMime.parse(Buffer.from(delivery?.raw ?? '', 'base64'));
    expect(mail.attachments).toMatchObject([{ filename: 'Preisübersicht.pdf', mimeType: 'application/pdf' }]);
    expect(hashOf(Buffer.from(mail.attachments[0]?.content as ArrayBuffer))).toBe(hashOf(bytes));
  });

  test("the page's own draft is recognised by what it says", async () => {
    const { draftId } = await sandbox.client.repWrites({
      email: ADA,
      to: ['Grace@Analytical.example'],
      subject: 'Grüße',
      html: letter.html,
    });
    const leftovers = (...ids: string[]) => provider.leftovers(letter, { ids, since: letter.date });
    expect(await leftovers(`#msg-a:${draftId}`, '#msg-a:r-404404')).toMatchObject([
      {
        id: draftId,
        subject: 'Grüße',
        to: ['grace@analytical.example'],
        text: 'Hello Grace, shall we?',
        marker: null,
      },
    ]);
    expect((await leftovers((await draftOf()).id))[0]?.marker).toBe(letter.marker);
  });

  test('nothing was asked that the stand-in does not know', async () => {
    expect((await sandbox.client.state()).unknown).toEqual([]);
  });
});
