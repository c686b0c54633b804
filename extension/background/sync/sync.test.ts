import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendEmail } from '#shared/api.js';
import { createApiClient } from '#shared/api-client.js';
import type { DraftContent } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { Db } from '../db.js';
import { leave, saveHere } from '../save.js';
import { drainSends, prepareSend, releaseSend, type SendParts, undoSend, yieldSend } from '../send.js';
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
});
const from = 'sam@northwind.example';
const type = (rev: number, text: string) =>
  saveHere(db, { draftId, rev, content: content(text), from, webmail: 'gmail', webmailDraftId: 'r-1' });
const row = async () => await db.drafts.get(draftId);

beforeEach(async () => {
  api = await startSmallApi();
  db = new Db(`lumina-${crypto.randomUUID()}`);
  const call = createApiClient((path, init) => fetch(api.url + path, init));
  const reached = async (yes: boolean) => void (await db.meta.put({ key: 'offline', value: !yes }));
  parts = { db, call, now: () => Date.now(), mintKey: () => `key-${++keys}`, reached };
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
    expect((await readView(db, { draftId, keys: [] })).offline).toBe(true);
    api.state.isDown = false;
    expect(await push()).toBe(false);
    expect(api.state.drafts.get(draftId)).toMatchObject({ text: 'two', revision: 1 });
    expect(api.state.requests).toEqual(['saveDraft']);
    expect((await readView(db, { draftId, keys: [] })).offline).toBe(false);
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
    expect((await readView(db, { draftId, keys: [] })).draft?.versions).toMatchObject([
      { content: { text: 'theirs' } },
    ]);
  });

  test('is not overwritten by a save that comes late', async () => {
    await type(2, 'two');
    expect(await type(1, 'one')).toEqual({ rev: 2 });
    expect((await row())?.content.text).toBe('two');
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
    prepareSend(parts, { draftId, content: content('one'), from, undoSeconds, webmailDraftId: 'r-1' });
  const send = async (undoSeconds = 10) => {
    const { key } = await prepare(undoSeconds);
    await releaseSend(parts, key);
    await drainSends(parts);
    return key;
  };
  const stage = async (key: string) => (await readView(db, { draftId: null, keys: [key] })).sends[0]?.at.name;
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
    expect((await readView(db, { draftId: null, keys: [key] })).sends[0]?.news).toBe('Ada replied');
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
