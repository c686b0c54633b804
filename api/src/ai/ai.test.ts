import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalize, rewrite } from '#shared/api.js';
import type { PersonalizeInput, RewriteInput } from '#shared/suggestion.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const text = 'Hi Ada,\n\nI hope this email finds you well. In order to help your team, could we talk?';
const draft = { draftId: randomUUID(), revision: 7, subject: 'Ramp time', text, today: '2026-11-20' };
const rewording: RewriteInput = { ...draft, mode: 'clearer', names: [] };
const opening: PersonalizeInput = {
  ...draft,
  prospect: { name: 'Ada Lovelace', email: 'ada@analytical.example', company: 'Analytical Ltd' },
  facts: [
    {
      id: 'analytical-hiring',
      text: 'Analytical Ltd is hiring SDRs in Austin',
      kind: 'hiring',
      fields: { role: 'SDR', place: 'Austin' },
      source: 'analytical.example/careers',
      date: '2026-11-12',
    },
  ],
};

test('a draft is reworded, for the revision that was asked about', async () => {
  const suggestion = await world.call(rewrite, { body: rewording });
  expect(suggestion).toMatchObject({ revision: 7, kind: 'rewrite', engine: 'embedded', note: null });
  expect(suggestion.hunks.map(({ remove, insert }) => [remove, insert])).toEqual([
    ['I hope this email finds you well. ', ''],
    ['In order to', 'To'],
  ]);
});

test('an opener is proposed with the fact it rests on', async () => {
  const suggestion = await world.call(personalize, { body: opening });
  expect(suggestion).toMatchObject({ revision: 7, kind: 'personalize', engine: 'embedded', note: null });
  expect(suggestion.hunks).toMatchObject([
    {
      remove: 'I hope this email finds you well.',
      factIds: ['analytical-hiring'],
      rule: expect.stringMatching(/^opener:/),
    },
  ]);
});

test('the same question has the same answer, for another rep too', async () => {
  const { call } = await world.newcomer();
  expect(await call(rewrite, { body: rewording })).toEqual(await world.call(rewrite, { body: rewording }));
  expect(await call(personalize, { body: opening })).toEqual(await world.call(personalize, { body: opening }));
});

test('asking writes no row in any table', async () => {
  const before = await rowCounts();
  expect(Object.keys(before)).toContain('email_events');
  await world.call(rewrite, { body: rewording });
  await world.call(personalize, { body: opening });
  expect(await rowCounts()).toEqual(before);
});

test('a draft longer than allowed is refused with a reason one can read', async () => {
  await expect(world.call(rewrite, { body: { ...rewording, text: 'a'.repeat(20_001) } })).rejects.toMatchObject({
    problem: { status: 400, fields: [{ path: 'text', message: 'a draft has at most 20,000 characters' }] },
  });
});

async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await world.owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await world.owner.query<{ n: number }>(`select count(*)::int as n from "${name}"`);
    counts[name] = counted.rows[0]?.n ?? 0;
  }
  return counts;
}
