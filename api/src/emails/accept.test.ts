import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelEmail, listEmailEvents, readEmail, resolveEmail, sendEmail } from '#shared/api.js';
import { ApiError } from '#shared/api-client.js';
import type { SendEmail } from '#shared/email.js';
import { DraftId } from '#shared/ids.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const letter = (over: Partial<SendEmail> = {}): SendEmail => ({
  draftId: DraftId.parse(randomUUID()),
  from: world.address,
  to: [{ name: 'Grace', email: 'grace@analytical.example' }],
  cc: [],
  bcc: [],
  subject: 'Thursday',
  html: '<div>Shall we?</div>',
  text: 'Shall we?',
  undoSeconds: 60,
  thread: null,
  acceptedSpans: [],
  aiShare: 0,
  webmailDraftId: null,
  ...over,
});
const send = (body: SendEmail, key: string = randomUUID()) => world.call(sendEmail, { body }, { key });
const refusal = async (call: Promise<unknown>) => {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code;
    throw error;
  }
  throw new Error('the call was expected to be refused');
};
const count = async (table: string, where = 'true') =>
  Number((await world.owner.query(`select count(*) from ${table} where ${where}`)).rows[0].count);

test('fifty at once with one key are one intent and fifty equal answers', async () => {
  const body = letter();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(body, key)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const of = `email_id = '${answers[0]?.id}'`;
  expect(await count('emails', `draft_id = '${body.draftId}'`)).toBe(1);
  expect(await count('email_sends', of)).toBe(1);
  expect(await count('send_attempts', of)).toBe(1);
  expect(await count('email_events', of)).toBe(1);
  expect(await count('uncounted_events', of)).toBe(1);
});

test('the answer to a key stays the same after all has changed', async () => {
  const body = letter();
  const key = randomUUID();
  const answer = await send(body, key);
  await world.call(cancelEmail, { id: answer.id });
  expect(await send({ ...body }, key)).toEqual(answer);
});

test('the end of the undo window is as far away as the rep chose', async () => {
  const { acceptedAt, sendAt } = await send(letter({ undoSeconds: 17 }));
  expect(Date.parse(sendAt) - Date.parse(acceptedAt)).toBe(17_000);
});

test('a key with another mail is refused, and so is none', async () => {
  const key = randomUUID();
  await send(letter(), key);
  expect(await refusal(send(letter(), key))).toBe('keyReused');
  expect(await refusal(world.call(sendEmail, { body: letter() }))).toBe('keyMissing');
  expect(await refusal(send(letter(), 'x'.repeat(201)))).toBe('keyMissing');
});

test("one rep's key is not another's", async () => {
  const key = randomUUID();
  await send(letter(), key);
  const colleague = await world.newcomer({ organisationId: world.caller.organisationId, role: 'rep' });
  const theirs = letter({ from: colleague.address });
  const answer = await colleague.call(sendEmail, { body: theirs }, { key });
  expect(answer.draftId).toBe(theirs.draftId);
  expect(await refusal(world.call(readEmail, { id: answer.id }))).toBe('notFound');
  expect(await refusal(world.call(cancelEmail, { id: answer.id }))).toBe('notFound');
  expect(await refusal(world.call(listEmailEvents, { id: answer.id, query: {} }))).toBe('notFound');
});

test('a draft is in one live send at most, also when two keys race; a taken-back one is free again', async () => {
  const body = letter();
  const race = await Promise.allSettled([send(body), send(body), send(body)]);
  const [won, ...others] = race.filter((one) => one.status === 'fulfilled');
  expect([won === undefined, others.length]).toEqual([false, 0]);
  expect(await refusal(send(body))).toBe('draftInUse');
  if (won) await world.call(cancelEmail, { id: won.value.id });
  expect((await send(body)).status).toBe('PENDING_SEND');
});

test('an address that is not connected is named, whatever its case', async () => {
  expect(await refusal(send(letter({ from: 'someone@northwind.example' })))).toBe('mailboxUnknown');
  const other = await world.newcomer();
  expect(await refusal(send(letter({ from: other.address })))).toBe('mailboxUnknown');
  expect((await send(letter({ from: world.address.toUpperCase() }))).status).toBe('PENDING_SEND');
});

test('taking back in time is told, logged, and final', async () => {
  const { id } = await send(letter());
  expect((await world.call(cancelEmail, { id })).status).toBe('CANCELLED');
  expect((await world.call(cancelEmail, { id })).status).toBe('CANCELLED');
  const { events } = await world.call(listEmailEvents, { id, query: {} });
  expect(events.map((event) => event.type)).toEqual(['email.accepted', 'email.cancelled']);
  expect(await count('changes', `email_id = '${id}' and status = 'CANCELLED'`)).toBe(1);
  expect(await refusal(world.call(resolveEmail, { id, body: { as: 'sent' } }))).toBe('tooLate');
});

test('what is on its way cannot be taken back', async () => {
  const { id } = await send(letter());
  await world.owner.query(`update email_sends set state = 'sending', sending_started_at = now() where email_id = $1`, [
    id,
  ]);
  expect(await refusal(world.call(cancelEmail, { id }))).toBe('tooLate');
  expect((await world.call(readEmail, { id })).status).toBe('PENDING_SEND');
});

test.each([
  ['sent', 'SENT', 'email.sent'],
  ['dropped', 'CANCELLED', 'email.cancelled'],
] as const)('an unknown outcome is settled by the rep: %s', async (as, status, type) => {
  const { id } = await send(letter());
  await world.owner.query(`update email_sends set state = 'unknown', sending_started_at = now() where email_id = $1`, [
    id,
  ]);
  await world.owner.query(`update emails set status = 'UNKNOWN' where id = $1`, [id]);
  expect((await world.call(resolveEmail, { id, body: { as } })).status).toBe(status);
  expect((await world.call(resolveEmail, { id, body: { as } })).status).toBe(status);
  const { events } = await world.call(listEmailEvents, { id, query: {} });
  expect(events.at(-1)).toMatchObject({ type, data: { by: 'rep' } });
});

test('a character no database holds is left out, and nothing else', async () => {
  const { id } = await send(letter({ subject: 'a\u0000b \ud83c\udf89' }));
  expect((await world.call(readEmail, { id })).subject).toBe('ab 🎉');
});
