import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DraftId } from '#shared/ids.js';
import { acceptedIn } from './accepted.js';
import type { AcceptedRow } from './db.js';

const row = (insert: string, at = 0, hunkId = insert): AcceptedRow => ({
  id: hunkId,
  draftId: '7d2f3c1e-58a4-4d0b-9c6e-2f1a7b3c4d5e' as DraftId,
  suggestionId: 's',
  hunkId,
  insert,
  at,
});
const spans = (text: string, ...rows: AcceptedRow[]) =>
  acceptedIn(text, rows).acceptedSpans.map(({ start, end }) => text.slice(start, end));

test('an accepted change still in the text counts with its share', () => {
  expect(acceptedIn('abcd efgh', [row('efgh')])).toEqual({
    acceptedSpans: [{ suggestionId: 's', hunkId: 'efgh', start: 5, end: 9 }],
    aiShare: 4 / 9,
  });
});

test('one the rep changed or took back does not count', () => {
  expect(spans('something else', row('efgh'))).toEqual([]);
});

test('a change that only removed words leaves no span', () => {
  expect(spans('abc', row(''), row(' '))).toEqual([]);
});

test('of two places the one nearest to where it was put counts', () => {
  expect(acceptedIn('to be or to be', [row('to', 9)]).acceptedSpans).toMatchObject([{ start: 9 }]);
});

test('the same words accepted twice count at two places', () => {
  expect(acceptedIn('to be or to be', [row('to', 0, 'a'), row('to', 0, 'b')]).acceptedSpans).toHaveLength(2);
});

test('whatever was accepted, no character counts twice and spans are in order', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 30 }),
      fc.array(word, { maxLength: 6 }),
      (text, inserts) => {
        const { acceptedSpans, aiShare } = acceptedIn(
          text,
          inserts.map((each, i) => row(each, i, String(i))),
        );
        let last = 0;
        for (const { start, end } of acceptedSpans) {
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
        expect(aiShare).toBeLessThanOrEqual(1);
      },
    ),
  );
});
