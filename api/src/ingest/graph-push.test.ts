import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pushGraph } from '#shared/api.js';
import type { MailboxId } from '#shared/ids.js';
import { clientStateOf } from '../providers/graph/client-state.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ LOG_LEVEL: 'silent' });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.owner.query('delete from push_inbox'));

const post = (body: unknown, search = '') =>
  fetch(`${world.url}${pushGraph.path}${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const ask = (search: string) =>
  fetch(`${world.url}${pushGraph.path}${search}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
const stateOf = (mailboxId: MailboxId) => clientStateOf(world.config.secret, mailboxId);

/** As Graph's guide on change notifications shows one. */
const notification = (clientState: string, changed: object = {}) => ({
  id: randomUUID(),
  subscriptionId: '11111111-2222-4333-8444-555555555555',
  subscriptionExpirationDateTime: '2026-12-19T22:11:09.9520000+00:00',
  clientState,
  changeType: 'created',
  resource: 'Users/4f0d/Messages/AAMkAG=',
  tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
  resourceData: {
    '@odata.type': '#Microsoft.Graph.Message',
    '@odata.id': 'Users/4f0d/Messages/AAMkAG=',
    '@odata.etag': 'W/"CQAAABYA"',
    id: 'AAMkAG=',
  },
  ...changed,
});
const lifecycle = (lifecycleEvent: string) => ({
  subscriptionId: '11111111-2222-4333-8444-555555555555',
  subscriptionExpirationDateTime: '2026-12-19T22:11:09.9520000+00:00',
  tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
  clientState: stateOf(world.mailboxId),
  lifecycleEvent,
});
const kept = async () =>
  (
    await world.owner.query<{ mailbox_id: string }>('select mailbox_id from push_inbox order by mailbox_id::text')
  ).rows.map((row) => row.mailbox_id);

test.each([
  ['Validation%3A+Testing+client+application+reachability', 'Validation: Testing client application reachability'],
  ['%3Cscript%3Ealert(1)%3C%2Fscript%3E', '<script>alert(1)</script>'],
  ['100%2525%20%2B1', '100%25 +1'],
])('Graph is answered with its question %s, decoded once, as plain text', async (asked, said) => {
  const answer = await ask(`?validationToken=${asked}`);
  expect([answer.status, await answer.text()]).toEqual([200, said]);
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await kept()).toEqual([]);
});

test('a batch for several mailboxes is kept for each, whatever else is in it, and repeats count once', async () => {
  const other = await world.newcomer();
  const forged = stateOf(world.mailboxId).replace(world.mailboxId, other.mailboxId);
  const batch = {
    value: [
      notification(stateOf(world.mailboxId)),
      notification(forged),
      notification(''),
      notification(stateOf(other.mailboxId)),
      notification(stateOf(randomUUID() as MailboxId)),
      'not an item at all',
      { clientState: { of: 'another shape' } },
    ],
  };
  const answers = await Promise.all([1, 2, 3].map(() => post(batch)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(await answers[0]?.text()).toBe('');
  expect(await kept()).toEqual([world.mailboxId, other.mailboxId].toSorted());
});

test('which message a notification tells of is kept with it', async () => {
  await post({ value: [notification(stateOf(world.mailboxId)), lifecycle('missed')] });
  const { rows } = await world.owner.query('select message_id from push_inbox order by message_id nulls last');
  expect(rows).toEqual([{ message_id: 'AAMkAG=' }, { message_id: null }]);
});

test('a notification that says "nothing" out loud is one like any other', async () => {
  const empty = { id: null, lifecycleEvent: null, resourceData: null };
  await post({ value: [notification(stateOf(world.mailboxId), empty)] });
  expect(await kept()).toEqual([world.mailboxId]);
});

test('what nobody can tell from a repeat is kept each time', async () => {
  const item = notification(stateOf(world.mailboxId), { id: undefined });
  await post({ value: [item] });
  await post({ value: [item] });
  expect(await kept()).toHaveLength(2);
});

test.each(['reauthorizationRequired', 'subscriptionRemoved', 'missed', 'of some later year'])(
  'the lifecycle event %s asks for a look, and for a new watch where the old one ended',
  async (event) => {
    await world.owner.query(`update mailboxes set watch_expires_at = now() + interval '2 days'`);
    expect((await post({ value: [lifecycle(event)] })).status).toBe(202);
    expect(await kept()).toEqual([world.mailboxId]);
    const { rows } = await world.owner.query('select watch_expires_at from mailboxes where id = $1', [world.mailboxId]);
    expect(rows[0].watch_expires_at === null).toBe(['reauthorizationRequired', 'subscriptionRemoved'].includes(event));
  },
);

test('what is no batch is refused, and a batch without end as well', async () => {
  for (const wrong of [{}, { value: {} }, [], 'null', { value: Array(1_001).fill(lifecycle('missed')) }])
    expect((await post(wrong)).status).toBe(400);
  expect((await ask('')).status).toBe(400);
  expect((await ask(`?validationToken=${'x'.repeat(5_000)}`)).status).toBe(400);
  expect(await kept()).toEqual([]);
});
