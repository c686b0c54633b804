import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendEmail } from '#shared/api.js';
import { createApiClient } from '#shared/api-client.js';
import type { DraftContent } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import type { Me } from '#shared/user.js';
import type { FindDraft } from '../../messaging/protocol.js';
import { Db } from '../db.js';
import { findDraft } from '../find-draft.js';
import { becomes, becomesNobody } from '../identity.js';
import { LocalSave, leave, saveHere } from '../save.js';
import { drainSends, prepareSend, releaseSend } from '../send.js';
import type { SendParts } from '../settle-send.js';
import { undoSend, yieldSend } from '../take-back.js';
import { startSmallApi } from '../testing/small-api.js';
import { readView } from '../view.js';
import { pullOnce } from './pull.js';
import { createPush, type Push } from './push.js';

let api: Awaited<ReturnType<typeof startSmallApi>>;
let db: Db;
let push: Push;
let parts: SendParts;
let keys = 0;

const draftId = '7d2f3c1e-58a4-4d0b-9c6e-2f1a7b3c4d5e' as DraftId;
const content = (text: string, subject = 'Hello'): DraftContent => ({
  to: [{ name: 'Ada', email: 'ada@analytical.example' }],
  cc: [],
  bcc: [],
  subject,
  html: `<div>${text}</div>`,
  text,
  thread: null,
});
const from = 'sam@northwind.example';
const type = (rev: number, text: string) =>
  saveHere(db, { draftId, rev, content: content(text), mailbox: from, from, webmail: 'gmail', webmailDraftId: 'r-1' });
const me = (id: string, address: string) =>
  ({ id, email: address, name: id, mailboxes: [{ address: address.toUpperCase() }] }) as unknown as Me;
const opened = (text: string) => {
  const like: FindDraft['like'] = { mailbox: from, webmail: 'gmail', subject: 'Hello', to: [], conversationId: null };
  return findDraft(db, { webmailDraftId: 'r-1', text, like }, () => false, 0);
};
const row = async () => await db.drafts.get(draftId);

beforeEach(async () => {
  api = await startSmallApi();
  db = new Db(`lumina-${crypto.randomUUID()}`);
  const call = createApiClient((path, init) => fetch(api.url + path, init));
  const reached = async (yes: boolean) => void (await db.meta.put({ key: 'offline', value: !yes }));
  parts = { db, call, now: () => Date.now(), reached };
  await becomes(db, me('sam', from));
  push = createPush({ db, call, now: parts.now, reached });
});
afterEach(async () => {
  await db.delete();
  await api.stop();
});

describe('a draft', () => {
  test('is on the API once pushed, and pushing again asks nothing', async () => {
    await type(1, 'one');
    expect(await push()).toBe(false);
    expect(api.state.drafts.get(draftId)).toMatchObject({ text: 'one', revision: 1 });
    await push();
    expect(api.state.requests).toEqual(['saveDraft']);
    expect(await row()).toMatchObject({ dirty: 0, revision: 1 });
  });

  test('stays here while the API is down, and arrives once with its last text', async () => {
    api.state.isDown = true;
    await type(1, 'one');
    expect(await push()).toBe(true);
    await type(2, 'two');
    expect(await push()).toBe(true);
    expect((await readView(db, { draftId, keys: [], mailbox: '' })).offline).toBe(true);
    api.state.isDown = false;
    expect(await push()).toBe(false);
    expect(api.state.drafts.get(draftId)).toMatchObject({ text: 'two', revision: 1 });
    expect(api.state.requests).toEqual(['saveDraft']);
    expect((await readView(db, { draftId, keys: [], mailbox: '' })).offline).toBe(false);
  });

  test('is saved once when the answer to its push was lost', async () => {
    api.state.loseAnswers = 1;
    await type(1, 'one');
    await push();
    await push();
    expect(api.state.drafts.get(draftId)).toMatchObject({ text: 'one', revision: 1 });
    expect(await db.versions.count()).toBe(0);
  });

  test('typed while it is being pushed is pushed again', async () => {
    await type(1, 'one');
    const pushing = push();
    await type(2, 'two');
    await pushing;
    await push();
    expect(api.state.drafts.get(draftId)?.text).toBe('two');
  });

  test('changed elsewhere too keeps both texts', async () => {
    await type(1, 'one');
    await push();
    const other = api.state.drafts.get(draftId);
    if (!other) throw new Error('not pushed');
    api.state.drafts.set(draftId, { ...other, ...content('theirs'), revision: 2 });
    await type(2, 'mine');
    await push();
    expect(api.state.drafts.get(draftId)).toMatchObject({ text: 'mine', revision: 3 });
    expect((await readView(db, { draftId, keys: [], mailbox: '' })).draft?.versions).toMatchObject([
      { content: { text: 'theirs' } },
    ]);
  });

  test('is not overwritten by a save that comes late', async () => {
    await type(2, 'two');
    expect(await type(1, 'one')).toEqual({ rev: 2 });
    expect((await row())?.content.text).toBe('two');
  });

  test('with more than the API takes, or an address that is none, is kept here all the same', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({
      name: '',
      email: i === 0 ? 'x' : `p${i}@analytical.example`,
    }));
    const odd = { ...content('one'), to: many, html: 'x'.repeat(1_200_000) };
    const save = { draftId, rev: 1, content: odd, mailbox: from, from, webmail: 'gmail', webmailDraftId: null };
    await saveHere(db, LocalSave.parse(save));
    expect((await row())?.content.to).toHaveLength(60);
  });

  test('of one rep never goes to the API as another, and waits here for its own', async () => {
    await type(1, 'mine');
    await becomes(db, me('ben', 'ben@northwind.example'));
    expect(await push()).toBe(false);
    expect(api.state.requests).toEqual([]);
    await becomesNobody(db);
    await becomes(db, me('sam', from));
    await push();
    expect(api.state.drafts.get(draftId)?.text).toBe('mine');
  });

  test('already on the API leaves this computer when somebody else signs in', async () => {
    await type(1, 'mine');
    await push();
    await becomes(db, me('ben', 'ben@northwind.example'));
    expect(await row()).toBeUndefined();
  });

  test('opened again with an older text keeps the newer one as a version, once', async () => {
    await type(1, 'all that was typed');
    const versions = async () => (await db.versions.toArray()).map((each) => each.content.text);
    await opened('all  that\u00a0was\ntyped');
    expect(await versions()).toEqual([]);
    for (const text of ['all that', 'all']) await opened(text);
    expect(await versions()).toEqual(['all that was typed']);
  });

  test('sent by the mail page itself is gone on both sides', async () => {
    await type(1, 'one');
    await push();
    await leave(db, draftId);
    await push();
    expect(api.state.drafts.size).toBe(0);
    expect(await row()).toBeUndefined();
  });
});

describe('a send', () => {
  const prepare = (undoSeconds = 10) =>
    prepareSend(parts, {
      key: `key-${++keys}`,
      mailbox: from,
      webmail: 'gmail',
      draftId,
      content: content('one'),
      from,
      undoSeconds,
      webmailDraftId: 'r-1',
    });
  const send = async (undoSeconds = 10) => {
    const { key } = await prepare(undoSeconds);
    await releaseSend(parts, key);
    await drainSends(parts);
    return key;
  };
  const stage = async (key: string) =>
    (await readView(db, { draftId: null, keys: [key], mailbox: '' })).sends[0]?.at.name;
  const pull = () => pullOnce({ ...parts, isWanted: () => true, pause: async () => {}, told: () => {} }, 0);

  beforeEach(() => type(1, 'one'));

  test('has its key and its whole request on disk before anything is asked', async () => {
    const { key } = await prepare();
    expect(api.state.requests).toEqual([]);
    expect(await db.sends.get(key)).toMatchObject({
      state: 'prepared',
      request: { text: 'one', webmailDraftId: 'r-1' },
    });
    await drainSends(parts);
    expect(api.state.requests).toEqual([]);
  });

  test('is asked for once, with that key, and shows its undo window', async () => {
    const key = await send();
    expect([...api.state.sends.keys()]).toEqual([key]);
    expect(await stage(key)).toBe('undoable');
  });

  test('whose answer was lost is asked for again with the same key: one mail', async () => {
    api.state.loseAnswers = 1;
    const key = await send();
    expect(await stage(key)).toBe('waiting');
    await drainSends(parts);
    expect(await stage(key)).toBe('undoable');
    expect(api.state.sends.size).toBe(1);
  });

  test('waits while the API is down, and can be taken back for good', async () => {
    api.state.isDown = true;
    const key = await send();
    expect(await drainSends(parts)).toBe(true);
    expect((await undoSend(parts, key)).ok).toBe(true);
    api.state.isDown = false;
    await drainSends(parts);
    expect(api.state.sends.get(key)?.email.status).toBe('CANCELLED');
    expect(await stage(key)).toBe('cancelled');
  });

  test('taken back while the API is down never leaves, also where it would have left at once', async () => {
    api.state.isDown = true;
    const key = await send(0);
    expect(await undoSend(parts, key)).toMatchObject({ ok: true, value: { isCertain: false } });
    expect(await stage(key)).toBe('takingBack');
    api.state.isDown = false;
    expect(await drainSends(parts)).toBe(false);
    const { answer, email } = api.state.sends.get(key) ?? {};
    expect(email?.status).toBe('CANCELLED');
    expect(Date.parse(answer?.sendAt ?? '')).toBeGreaterThan(Date.parse(answer?.acceptedAt ?? ''));
  });

  test('that the API had, with its answer lost, is cancelled under the same key', async () => {
    api.state.loseAnswers = 1;
    const key = await send();
    expect(await undoSend(parts, key)).toMatchObject({ ok: true, value: { isCertain: true } });
    expect(api.state.sends.size).toBe(1);
    expect(await stage(key)).toBe('cancelled');
  });

  test('whose taking back was cut short is taken back in the next round', async () => {
    const key = await send();
    await db.sends.update(key, { takenBack: true });
    await drainSends(parts);
    expect(api.state.sends.get(key)?.email.status).toBe('CANCELLED');
  });

  test('prepared twice for one draft is one send, whichever panel asked', async () => {
    const { key } = await prepare();
    expect(await prepare()).toEqual({ key });
    expect(await db.sends.count()).toBe(1);
  });

  test('of one rep waits, and says so, while another is signed in', async () => {
    const { key } = await prepare();
    await releaseSend(parts, key);
    await becomes(db, me('ben', 'ben@northwind.example'));
    expect(await drainSends(parts)).toBe(false);
    expect(api.state.sends.size).toBe(0);
    expect((await db.sends.get(key))?.trouble).toBe(`Sign in with ${from} to send it.`);
    await becomes(db, me('sam', from));
    await drainSends(parts);
    expect([...api.state.sends.keys()]).toEqual([key]);
  });

  test('is shown by a panel that was opened after it, and by no panel of another mailbox, until put away', async () => {
    const key = await send();
    const open = async (mailbox: string) => (await readView(db, { draftId: null, keys: [], mailbox })).open;
    expect(await open(from)).toEqual([key]);
    expect(await open('ben@northwind.example')).toEqual([]);
    await db.sends.update(key, { isPutAway: true });
    expect(await open(from)).toEqual([]);
  });

  test('taken back gives the text back, and the draft is pushed again', async () => {
    const key = await send();
    expect(await undoSend(parts, key)).toMatchObject({ ok: true, value: { draftId, content: { text: 'one' } } });
    expect(api.state.sends.get(key)?.email.status).toBe('CANCELLED');
    await push();
    expect(api.state.drafts.get(draftId)?.text).toBe('one');
  });

  test('that has left cannot be taken back, and says so', async () => {
    const key = await send();
    api.tell(key, { status: 'SENT' });
    expect(await undoSend(parts, key)).toMatchObject({ ok: false });
    await pull();
    expect(await undoSend(parts, key)).toEqual({ ok: false, because: 'Too late: it has left.', signedOut: false });
  });

  test('proved by the change feed takes the draft away, and a reply shows', async () => {
    const key = await send();
    api.tell(key, { status: 'SENT' });
    await pull();
    expect(await stage(key)).toBe('sent');
    await push();
    expect(api.state.requests).toContain('deleteDraft');
    expect(await row()).toBeUndefined();
    api.tell(key, { kind: 'email.replied', text: 'Ada replied' });
    await pull();
    expect((await readView(db, { draftId: null, keys: [key], mailbox: '' })).sends[0]?.news).toBe('Ada replied');
  });

  test('in hand keeps its draft from being pushed', async () => {
    await send();
    await type(2, 'a late save');
    await push();
    expect(api.state.drafts.size).toBe(0);
  });

  test('refused for good gives the text back', async () => {
    const { key } = await prepare();
    await parts.call(sendEmail, { body: otherMail }, { key });
    await releaseSend(parts, key);
    await drainSends(parts);
    expect(await stage(key)).toBe('refused');
    expect(await row()).toMatchObject({ sendKey: null, dirty: 1 });
  });

  test('is stopped before the mail page sends the same draft itself', async () => {
    const key = await send();
    expect(await yieldSend(parts, draftId)).toBe(true);
    expect(api.state.sends.get(key)?.email.status).toBe('CANCELLED');
  });

  test('that has left keeps the mail page from sending the same draft', async () => {
    const key = await send();
    api.tell(key, { status: 'SENT' });
    expect(await yieldSend(parts, draftId)).toBe(false);
  });
});

const otherMail = {
  ...content('x'),
  draftId,
  from,
  undoSeconds: 0,
  acceptedSpans: [],
  aiShare: 0,
  webmailDraftId: null,
};
