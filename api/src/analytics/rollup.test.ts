import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readOverview } from '#shared/api.js';
import { ApiError } from '#shared/api-client.js';
import type { EventType } from '#shared/event.js';
import type { EmailId } from '#shared/ids.js';
import { EventsService, type NewEvent } from '../events/events.service.js';
import { putSentEmail } from '../events/testing/sent-email.js';
import { createWorld, type Person, type World } from '../testing/world.js';
import { RollupService } from './rollup.service.js';

let world: World;
let rollup: RollupService;
let events: EventsService;

beforeAll(async () => {
  world = await createWorld();
  rollup = world.app.get(RollupService);
  events = world.app.get(EventsService);
});
afterAll(() => world[Symbol.asyncDispose]());

const database = (rep: Person) => world.database.of(rep.caller.organisationId);
const event = ({ caller }: Person, emailId: EmailId, type: EventType, at: Date, key: string): NewEvent => ({
  organisationId: caller.organisationId,
  userId: caller.userId,
  emailId,
  type,
  at,
  key,
  data: {},
});

/** What the rollups say, as the recount would say it. */
const numbers = (rep: Person) =>
  database(rep).query(
    `select user_id as "userId", to_char(day, 'YYYY-MM-DD') as day, metric, count::int from rollups
     where count <> 0 order by 1, 2, 3`,
  );

test('every number equals a recount of the log, whatever happened in whatever order', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const rep = await world.newcomer();
      const emails = await Promise.all([1, 2, 3].map(async () => (await putSentEmail(world.owner, rep)).id));
      const { organisationId } = rep.caller;
      await Promise.all(
        steps.map(async ({ email, type, day, repeat, count }, n) => {
          const one = event(
            rep,
            emails[email] ?? (emails[0] as EmailId),
            type,
            new Date(Date.UTC(2026, 10, day, 12, n)),
            `key ${repeat ? n % 3 : n}`,
          );
          await events.append(database(rep), [one]);
          if (count) await rollup.count(organisationId);
        }),
      );
      await rollup.count(organisationId);
      expect(await numbers(rep)).toEqual(await rollup.recount(organisationId));
      expect(await rollup.uncounted()).not.toContain(organisationId);
    }),
    { numRuns: 25 },
  );
});

test('while numbers are being counted, nobody waits to write', async () => {
  const rep = await world.newcomer();
  const { organisationId, userId } = rep.caller;
  const { id } = await putSentEmail(world.owner, rep);
  await events.append(database(rep), [event(rep, id, 'email.sent', new Date(), 'sent')]);
  await rollup.count(organisationId);
  await events.append(database(rep), [event(rep, id, 'email.replied', new Date(), 'replied')]);
  const slow = await world.owner.connect();
  try {
    // The count stops where it writes the numbers, with the organisation's row in its hands.
    await slow.query('begin');
    await slow.query('lock table rollups in share mode');
    const counting = rollup.count(organisationId);
    await vi.waitFor(async () =>
      expect(
        (await world.owner.query(`select from pg_locks where not granted and relation = 'rollups'::regclass`)).rowCount,
      ).toBeGreaterThan(0),
    );
    await database(rep).transaction(async (sql) => {
      await sql.query(`set local lock_timeout = '2s'`);
      await sql.query(
        `insert into sessions (id, organisation_id, user_id, kind, token_hash, expires_at)
         values ($1::uuid, $2, $3, 'extension', $1::text, now())`,
        [randomUUID(), organisationId, userId],
      );
    });
    await slow.query('commit');
    await counting;
  } finally {
    slow.release(true);
  }
  expect(await numbers(rep)).toEqual(await rollup.recount(organisationId));
});

const history = fc.array(
  fc.record({
    email: fc.nat(2),
    type: fc.constantFrom<EventType>(
      'email.accepted',
      'email.sent',
      'email.replied',
      'email.autoReplied',
      'email.bounced',
    ),
    day: fc.integer({ min: 1, max: 4 }),
    /** Told with a key another step may have used. */
    repeat: fc.boolean(),
    /** Counted right away, beside whatever else goes on. */
    count: fc.boolean(),
  }),
  { maxLength: 25 },
);

test('more events than one batch holds are all counted', async () => {
  const rep = await world.newcomer();
  const { id } = await putSentEmail(world.owner, rep);
  const many = Array.from({ length: 2_300 }, (_, n) =>
    event(rep, id, 'email.replied', new Date(Date.UTC(2026, 10, 20, 9, 0, 0, n)), `r${n}`),
  );
  await events.append(database(rep), many);
  await rollup.count(rep.caller.organisationId);
  expect(await numbers(rep)).toEqual([{ userId: rep.caller.userId, day: '2026-11-20', metric: 'replied', count: 1 }]);
});

const overview = (rep: Person, query: { since?: number; wait?: number; days?: number } = {}) =>
  rep.call(readOverview, { query });

test('the overview has a row for each day, and knows the latest events without a word of any mail', async () => {
  const rep = await world.newcomer();
  const { id } = await putSentEmail(world.owner, rep, { to: { name: 'Ada', email: 'ada@analytical.example' } });
  const now = new Date();
  await events.append(database(rep), [
    event(rep, id, 'email.accepted', now, 'a'),
    event(rep, id, 'email.sent', now, 'b'),
  ]);
  await events.append(database(rep), [event(rep, id, 'email.replied', now, 'c')]);
  await rollup.count(rep.caller.organisationId);
  const seen = await overview(rep, { days: 7 });
  expect(seen.days).toHaveLength(7);
  expect(seen.days.at(-1)).toEqual({ day: now.toISOString().slice(0, 10), sent: 1, replied: 1, bounced: 0 });
  expect(seen.totals).toEqual({ sent: 1, replied: 1, bounced: 0 });
  expect(seen.latest.map(({ type, rep: name, to }) => [type, name, to])).toEqual([
    ['email.replied', 'Ada Seller', 'ada@analytical.example'],
    ['email.sent', 'Ada Seller', 'ada@analytical.example'],
  ]);
});

test('who waits for the next number gets it when it is counted', async () => {
  const rep = await world.newcomer();
  const { id } = await putSentEmail(world.owner, rep);
  const before = await overview(rep);
  const waiting = overview(rep, { since: before.version, wait: 20 });
  await events.append(database(rep), [event(rep, id, 'email.sent', new Date(), 'sent')]);
  await rollup.count(rep.caller.organisationId);
  const after = await waiting;
  expect(after.version).toBeGreaterThan(before.version);
  expect(after.totals.sent).toBe(1);
});

test('a rep who is no admin is told so', async () => {
  const rep = await world.newcomer({ role: 'rep' });
  const refused = await overview(rep).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ problem: { code: 'forbidden', status: 403 } });
});

test('an organisation sees its own numbers only', async () => {
  const [mine, theirs] = [await world.newcomer(), await world.newcomer()];
  const { id } = await putSentEmail(world.owner, theirs);
  await events.append(database(theirs), [event(theirs, id, 'email.sent', new Date(), 'sent')]);
  await rollup.count(theirs.caller.organisationId);
  const seen = await overview(mine);
  expect([seen.totals.sent, seen.latest]).toEqual([0, []]);
});
