import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Thread } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { Db } from './db.js';
import { findDraft } from './find-draft.js';
import { leave, saveHere } from './save.js';

const mailbox = 'sam@northwind-group.example';
const ada = 'ada@analytical.example';
const words = 'I read your talk and have one question about it.';

let db: Db;
let rev = 0;
beforeEach(() => {
  db = new Db(`lumina-${crypto.randomUUID()}`);
});
afterEach(() => db.delete());

interface Kept {
  text: string;
  subject?: string;
  to?: string;
  thread?: Thread;
}

/** A draft of ours, typed on Outlook's page, which names none. */
async function kept({ text, subject = 'Hello', to = ada, thread }: Kept): Promise<DraftId> {
  const draftId = crypto.randomUUID() as DraftId;
  const people = { to: [{ name: '', email: to }], cc: [], bcc: [] };
  const content = { ...people, subject, html: '', text, thread: thread ?? null };
  await saveHere(db, {
    draftId,
    rev: ++rev,
    content,
    mailbox,
    from: mailbox,
    webmail: 'outlook',
    webmailDraftId: null,
  });
  return draftId;
}

interface Opened {
  subject?: string;
  to?: string[];
  conversationId?: string | null;
  open?: DraftId[];
  at?: string;
}

async function found(
  text: string,
  { subject = 'Hello', to = [ada], conversationId = null, open = [], at = mailbox }: Opened = {},
) {
  const like = { mailbox: at, webmail: 'outlook' as const, subject, to, conversationId };
  return findDraft(db, { webmailDraftId: null, text, like }, (id) => open.includes(id), 0);
}

describe('a compose on a page that names no drafts', () => {
  test('continues the draft with its words and subject, whatever the page made of the spaces', async () => {
    const draftId = await kept({ text: 'Hi Ada,\n\nhow are you?' });
    expect(await found('Hi Ada,\nhow are\u00a0you?')).toMatchObject({ draftId, isSending: false });
  });

  test('is a new draft where words, subject or mailbox are others', async () => {
    await kept({ text: words });
    expect(await found('Something else')).toBeNull();
    expect(await found(words, { subject: 'Another' })).toBeNull();
    expect(await found(words, { at: 'ben@northwind-group.example' })).toBeNull();
  });

  test('is a new draft while nothing is written in it', async () => {
    await kept({ text: '' });
    expect(await found('')).toBeNull();
  });

  test('is no other compose that is open with the same words', async () => {
    const draftId = await kept({ text: words });
    expect(await found(words, { open: [draftId] })).toBeNull();
  });

  test('is no draft that is over', async () => {
    await leave(db, await kept({ text: words }));
    expect(await found(words)).toBeNull();
  });

  test('of two with the same words continues the one to the same people', async () => {
    const draftId = await kept({ text: words });
    await kept({ text: words, to: 'grace@hopper.example' });
    expect(await found(words)).toMatchObject({ draftId });
  });

  test('is a new draft where the same words go to other people', async () => {
    await kept({ text: words, to: 'grace@hopper.example' });
    expect(await found(words)).toBeNull();
  });

  test('continues it though one was added, the case is another, or the page hides whom it goes to', async () => {
    const draftId = await kept({ text: words });
    expect(await found(words, { to: ['Ada@Analytical.example', 'grace@hopper.example'] })).toMatchObject({ draftId });
    expect(await found(words, { to: [] })).toMatchObject({ draftId });
  });

  test('is a new draft where the same words answer another conversation', async () => {
    const draftId = await kept({ text: words, thread: { conversationId: 'AAQk', messageId: null } });
    expect(await found(words, { to: [], conversationId: 'AAQz' })).toBeNull();
    expect(await found(words, { to: [], conversationId: 'AAQk' })).toMatchObject({ draftId });
    expect(await found(words, { to: [], conversationId: null })).toMatchObject({ draftId });
  });

  test('that opens with less than was typed keeps the rest as a version', async () => {
    const draftId = await kept({ text: `${words} The rest was not saved by the page.` });
    expect(await found(words)).toMatchObject({ draftId });
    expect((await db.versions.toArray()).map(({ content }) => content.text)).toEqual([
      `${words} The rest was not saved by the page.`,
    ]);
  });

  test('that opens with more than was heard continues it, and nothing needs keeping', async () => {
    const draftId = await kept({ text: words });
    expect(await found(`${words} This was typed while we were cut off.`)).toMatchObject({ draftId });
    expect(await db.versions.count()).toBe(0);
  });

  test('that opens with a greeting only continues nothing longer', async () => {
    await kept({ text: `Hi Ada, ${words}` });
    expect(await found('Hi Ada,')).toBeNull();
  });

  test('knows again what it answers, and that a send has it in hand', async () => {
    const thread = { conversationId: 'AAQk', messageId: null };
    const draftId = await kept({ text: words, thread });
    await db.drafts.update(draftId, { sendKey: 'key' });
    expect(await found(words)).toEqual({ draftId, isSending: true, thread });
  });
});
