import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { giveFeedback } from '#shared/api.js';
import type { Feedback } from '#shared/feedback.js';
import type { EmailId } from '#shared/ids.js';
import { createWorld, type World } from '../testing/world.js';
import { EventsService, type NewEvent } from './events.service.js';
import { putSentEmail } from './testing/sent-email.js';

let world: World;
let events: EventsService;
let emailId: EmailId;

beforeAll(async () => {
  world = await createWorld();
  events = world.app.get(EventsService);
  emailId = (await putSentEmail(world.owner, world)).id;
});
afterAll(() => world[Symbol.asyncDispose]());

const sql = () => world.database.of(world.caller.organisationId);
const event = (given: Partial<NewEvent>): NewEvent => ({
  organisationId: world.caller.organisationId,
  userId: world.caller.userId,
  emailId,
  type: 'email.replied',
  at: new Date('2026-11-20T09:00:00Z'),
  key: randomUUID(),
  data: {},
  ...given,
});

test('the same fact told twice, at once or in one breath is one event', async () => {
  const key = randomUUID();
  const told = await Promise.all(
    Array.from({ length: 10 }, () => events.append(sql(), [event({ key }), event({ key })])),
  );
  expect(told.flat()).toHaveLength(1);
  expect(await events.append(sql(), [event({ key })])).toEqual([]);
});

test('writers that tell the same facts in another order do not get into each other’s way', async () => {
  const keys = Array.from({ length: 30 }, () => randomUUID());
  const told = await Promise.all(
    [keys, keys.toReversed(), keys, keys.toReversed()].map((order) =>
      events.append(
        sql(),
        order.map((key) => event({ key })),
      ),
    ),
  );
  expect(told.flat()).toHaveLength(30);
});

test('what is appended in a transaction that fails was never there', async () => {
  const key = randomUUID();
  const failing = sql().transaction(async (inside) => {
    await events.append(inside, [event({ key })]);
    throw new Error('the caller thinks again');
  });
  await expect(failing).rejects.toThrow('thinks again');
  expect(await events.append(sql(), [event({ key })])).toHaveLength(1);
});

test('a new event waits to be counted', async () => {
  const [id] = await events.append(sql(), [event({})]);
  const waiting = await sql().query('select from uncounted_events where event_id = $1', [id]);
  expect(waiting).toHaveLength(1);
});

test('pages of one email’s events join without a gap or a repeat, though times are equal', async () => {
  const { id } = await putSentEmail(world.owner, world);
  const at = (n: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, Math.floor(n / 3)));
  await events.append(
    sql(),
    Array.from({ length: 10 }, (_, n) => event({ emailId: id, at: at(n), data: { n } })),
  );
  const seen: string[] = [];
  const times: string[] = [];
  let after: string | undefined;
  do {
    const page = await events.ofEmail(world.caller.organisationId, id, { after, limit: 4 });
    seen.push(...page.events.map((one) => one.id));
    times.push(...page.events.map((one) => one.at));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(new Set(seen).size).toBe(10);
  expect(times).toEqual(times.toSorted());
});

test('another organisation sees none of it', async () => {
  const stranger = await world.newcomer();
  const page = await events.ofEmail(stranger.caller.organisationId, emailId, { limit: 50 });
  expect(page.events).toEqual([]);
});

test('feedback is answered at once and stands in the log once, however often it is sent', async () => {
  const one: Feedback = {
    id: randomUUID(),
    draftId: randomUUID() as Feedback['draftId'],
    suggestionId: 's1',
    hunkId: 'h1',
    rule: 'opener',
    engine: 'embedded',
    verdict: 'accepted',
    at: '2026-11-20T09:00:00.000Z',
  };
  const two: Feedback = { ...one, id: randomUUID(), verdict: 'dismissed' };
  await world.call(giveFeedback, { body: { feedback: [one] } });
  await world.call(giveFeedback, { body: { feedback: [one, two] } });
  const logged = () =>
    sql().query<{ type: string; data: object }>(
      `select type, data from email_events where type like 'suggestion.%' order by type`,
    );
  await vi.waitFor(async () => expect(await logged()).toHaveLength(2), { timeout: 5_000 });
  expect(await logged()).toEqual([
    {
      type: 'suggestion.accepted',
      data: { draftId: one.draftId, suggestionId: 's1', hunkId: 'h1', rule: 'opener', engine: 'embedded' },
    },
    expect.objectContaining({ type: 'suggestion.dismissed' }),
  ]);
});
