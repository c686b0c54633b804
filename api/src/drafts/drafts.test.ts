import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteDraft, listDrafts, readDraft, saveDraft } from '#shared/api.js';
import type { DraftSave } from '#shared/draft.js';
import { DraftId } from '#shared/ids.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const draft = (text: string, more: Partial<DraftSave> = {}): DraftSave => ({
  id: DraftId.parse(randomUUID()),
  basedOn: 0,
  webmail: 'gmail',
  from: 'ada.seller@northwind.example',
  webmailDraftId: null,
  to: [{ name: 'Ada Lovelace', email: 'ada@analytical.example' }],
  cc: [],
  bcc: [],
  subject: 'Hello',
  html: `<div>${text}</div>`,
  text,
  thread: null,
  ...more,
});

test('a draft is saved, read back, listed and deleted', async () => {
  const thread = { conversationId: '19a1b2c3d4e5f607', messageId: null };
  const first = draft('Grüße, 你好 👋', { thread });
  expect(await world.call(saveDraft, { body: first })).toMatchObject({ id: first.id, revision: 1 });
  expect(await world.call(readDraft, { id: first.id })).toMatchObject({
    text: first.text,
    html: first.html,
    thread,
    revision: 1,
  });
  const { drafts } = await world.call(listDrafts, { query: { limit: 200 } });
  expect(drafts.map(({ id }) => id)).toContain(first.id);
  await world.call(deleteDraft, { id: first.id });
  await expect(world.call(readDraft, { id: first.id })).rejects.toMatchObject({ problem: { code: 'notFound' } });
});

test('a character no database keeps is left out, and the rest is saved', async () => {
  const odd = draft('before\0after');
  await world.call(saveDraft, { body: odd });
  expect(await world.call(readDraft, { id: odd.id })).toMatchObject({ text: 'beforeafter' });
});

test('half a character, as cutting an emoji leaves it, keeps no draft from being saved', async () => {
  const odd = draft('Hello', { to: [{ name: 'Ada \ud83d', email: 'ada@analytical.example' }] });
  await world.call(saveDraft, { body: odd });
  expect(await world.call(readDraft, { id: odd.id })).toMatchObject({ to: [{ name: 'Ada \ufffd' }] });
});

test('the same save again gets the same answer, also when twenty arrive at once', async () => {
  const first = draft('Hello');
  const answer = await world.call(saveDraft, { body: first });
  const next = { ...first, text: 'Hello again', basedOn: 1 };
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.call(saveDraft, { body: next })));
  expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
  expect(answers[0]).toMatchObject({ revision: 2 });
  expect(answer.revision).toBe(1);
});

test('a save on an old revision is refused with the newer copy, and its text is kept', async () => {
  const first = draft('one');
  await world.call(saveDraft, { body: first });
  await world.call(saveDraft, { body: { ...first, text: 'from the laptop', basedOn: 1 } });
  const late = world.call(saveDraft, { body: { ...first, text: 'from the phone', basedOn: 1 } });
  await expect(late).rejects.toMatchObject({
    problem: { code: 'staleRevision', status: 409, draft: { text: 'from the laptop', revision: 2 } },
  });
  const kept = await world.owner.query('select text, revision from draft_revisions where draft_id = $1 order by id', [
    first.id,
  ]);
  expect(kept.rows).toEqual([
    { text: 'one', revision: 1 },
    { text: 'from the laptop', revision: 2 },
    { text: 'from the phone', revision: null },
  ]);
});

test('pages of drafts join without a gap or a repeat', async () => {
  const person = await world.newcomer();
  const ids = new Set<string>();
  for (let i = 0; i < 7; i++) ids.add((await person.call(saveDraft, { body: draft(`draft ${i}`) })).id);
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await person.call(listDrafts, { query: { limit: 3, ...(after !== undefined && { after }) } });
    seen.push(...page.drafts.map(({ id }) => id));
    if (page.next === null) break;
    after = page.next;
  }
  expect(seen.toSorted()).toEqual([...ids].toSorted());
});

test("one rep's draft is nobody else's, in the same organisation or in another", async () => {
  const mine = draft('mine alone');
  await world.call(saveDraft, { body: mine });
  const colleague = await world.newcomer({ organisationId: world.caller.organisationId, role: 'rep' });
  const stranger = await world.newcomer();
  for (const { call } of [colleague, stranger])
    await expect(call(readDraft, { id: mine.id })).rejects.toMatchObject({ problem: { status: 404 } });
  await expect(colleague.call(saveDraft, { body: { ...mine, text: 'stolen', basedOn: 1 } })).rejects.toMatchObject({
    problem: { status: 404 },
  });
  // Another organisation may use the same id for a draft of its own: the two never meet.
  await stranger.call(saveDraft, { body: { ...mine, text: 'theirs' } });
  expect(await world.call(readDraft, { id: mine.id })).toMatchObject({ text: 'mine alone', revision: 1 });
});

test('of two first saves at the very same time both texts are kept', async () => {
  for (let round = 0; round < 10; round++) {
    const mine = draft(`mine ${round}`);
    const theirs = { ...mine, text: `theirs ${round}` };
    const results = await Promise.allSettled([mine, theirs].map((body) => world.call(saveDraft, { body })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await world.owner.query('select text from draft_revisions where draft_id = $1 order by text', [
      mine.id,
    ]);
    expect(rows.map(({ text }) => text)).toEqual([`mine ${round}`, `theirs ${round}`]);
  }
});
