import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges } from '#shared/api.js';
import { createWorld, type Person, type World } from '../testing/world.js';
import { ChangeBell } from './change-bell.js';
import { ChangesService } from './changes.service.js';

let world: World;
let changes: ChangesService;

beforeAll(async () => {
  world = await createWorld();
  changes = world.app.get(ChangesService);
});
afterAll(() => world[Symbol.asyncDispose]());

const change = ({ caller }: Person, text: string) => ({
  organisationId: caller.organisationId,
  userId: caller.userId,
  kind: 'email.replied' as const,
  emailId: null,
  draftId: null,
  status: null,
  text,
});
const database = (rep: Person) => world.database.of(rep.caller.organisationId);
const tell = (rep: Person, text: string) => database(rep).transaction((sql) => changes.feed(sql, change(rep, text)));
const read = (rep: Person, since: number, wait = 0, signal?: AbortSignal) =>
  rep.call(readChanges, { query: { since, wait } }, signal ? { signal } : {});
const texts = (page: { changes: { text: string }[] }) => page.changes.map((one) => one.text);

test('what was missed comes in order, from where the reader stands', async () => {
  const rep = await world.newcomer();
  for (const text of ['a', 'b', 'c']) await tell(rep, text);
  const all = await read(rep, 0);
  expect([texts(all), all.upTo]).toEqual([['a', 'b', 'c'], 3]);
  expect(texts(await read(rep, 2))).toEqual(['c']);
  expect(await read(rep, 3)).toEqual({ changes: [], upTo: 3 });
});

test('a reader who waits hears a change when it is committed', async () => {
  const rep = await world.newcomer();
  const waiting = read(rep, 0, 20);
  await waitingFor(rep);
  await tell(rep, 'Ada replied');
  expect(texts(await waiting)).toEqual(['Ada replied']);
});

test('who hangs up is no longer waited for', async () => {
  const rep = await world.newcomer();
  const leaving = new AbortController();
  const waiting = read(rep, 0, 20, leaving.signal);
  await waitingFor(rep);
  leaving.abort();
  await expect(waiting).rejects.toThrow();
  await expect.poll(() => world.app.get(ChangeBell).hasWaiter(rep.caller.userId)).toBe(false);
});

test('nobody passes a change that commits late, whoever wrote first', async () => {
  const rep = await world.newcomer();
  const slowMayCommit = Promise.withResolvers<void>();
  const slowHasWritten = Promise.withResolvers<void>();
  const slow = database(rep).transaction(async (sql) => {
    await changes.feed(sql, change(rep, 'slow'));
    slowHasWritten.resolve();
    await slowMayCommit.promise;
  });
  await slowHasWritten.promise;
  const fast = tell(rep, 'fast');
  expect(await read(rep, 0)).toEqual({ changes: [], upTo: 0 });
  slowMayCommit.resolve();
  await Promise.all([slow, fast]);
  const page = await read(rep, 0);
  expect([texts(page), page.upTo]).toEqual([['slow', 'fast'], 2]);
});

test('a reader who keeps asking during many transactions at once gets each change once and in order', async () => {
  const rep = await world.newcomer();
  const writers = Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      database(rep)
        .transaction(async (sql) => {
          await changes.feed(sql, change(rep, `change ${n}`));
          if (n % 4 === 0) throw new Error('rolled back');
        })
        .catch(() => undefined),
    ),
  );
  const seqs: number[] = [];
  const heard = new Set<string>();
  while (heard.size < 30) {
    const page = await read(rep, seqs.at(-1) ?? 0, 20);
    seqs.push(...page.changes.map((one) => one.seq));
    for (const text of texts(page)) heard.add(text);
  }
  await writers;
  expect(seqs).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
});

test('a colleague and a stranger hear nothing of it', async () => {
  const rep = await world.newcomer();
  const colleague = await world.newcomer({ organisationId: rep.caller.organisationId, role: 'admin' });
  const stranger = await world.newcomer();
  await tell(rep, 'secret');
  expect((await read(colleague, 0)).changes).toEqual([]);
  expect((await read(stranger, 0)).changes).toEqual([]);
});

test('a number from before the database was put back is answered with the one that counts', async () => {
  const rep = await world.newcomer();
  await tell(rep, 'a');
  expect(await read(rep, 7, 20)).toEqual({ changes: [], upTo: 1 });
});

test('the listening connection may be cut: the next change is heard by those who wait', async () => {
  const rep = await world.newcomer();
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen lumina_changes'`,
  );
  const waiting = read(rep, 0, 20);
  await waitingFor(rep);
  await tell(rep, 'heard');
  expect(texts(await waiting)).toEqual(['heard']);
});

const waitingFor = (rep: Person) =>
  expect.poll(() => world.app.get(ChangeBell).hasWaiter(rep.caller.userId)).toBe(true);
