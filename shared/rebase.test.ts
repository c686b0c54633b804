import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carryOverApplied, editBetween, rebase } from './rebase.js';
import { applyHunks, type Hunk } from './suggestion.js';

const text = 'I just wanted to ask in order to learn. Thanks in advance.';
const hunk = (remove: string, insert: string): Hunk => {
  const start = text.indexOf(remove);
  const span = { start, end: start + remove.length };
  return { id: remove, span, remove, insert, why: 'shorter', rule: 'test', factIds: [], confidence: 0.8 };
};
const hunks = [hunk('just ', ''), hunk('in order to', 'to')];

describe('a suggestion follows the rep', () => {
  test('words typed in front move the hunks behind them', () => {
    const after = `Hi Ada,\n${text}`;
    const { moved, touched } = rebase(hunks, text, after);
    expect(touched).toEqual([]);
    expect(applyHunks(after, moved)).toBe('Hi Ada,\nI wanted to ask to learn. Thanks in advance.');
  });

  test('words typed behind leave the hunks where they are', () => {
    expect(rebase(hunks, text, `${text} Bye.`).moved).toEqual(hunks);
  });

  test('a hunk whose words changed is touched, the other moves', () => {
    const after = text.replace('in order to', 'in order for us to');
    const { moved, touched } = rebase(hunks, text, after);
    expect(moved.map((kept) => kept.id)).toEqual(['just ']);
    expect(touched.map((lost) => lost.id)).toEqual(['in order to']);
  });

  test('a letter typed against the last word of a hunk touches it', () => {
    expect(rebase(hunks, text, text.replace('in order to', 'in order top')).touched).toHaveLength(1);
  });

  test('the same text leaves everything as it was', () => {
    expect(rebase(hunks, text, text)).toEqual({ moved: hunks, touched: [] });
    expect(editBetween(text, text)).toBeNull();
  });

  test('after one hunk is accepted the next is still in its place', () => {
    const [first, second] = hunks.map((each) => [each]);
    const between = applyHunks(text, first ?? []);
    expect(applyHunks(between, carryOverApplied(second ?? [], first ?? []))).toBe(applyHunks(text, hunks));
  });
});

describe('whatever the rep types', () => {
  const word = fc.constantFrom('to', 'we', 'just', 'very', 'plan', 'to to', '🙂', 'é', 'a');
  const words = fc.array(word, { minLength: 1, maxLength: 30 });

  test('a moved hunk still stands on the very words it was made for, and applying it changes nothing else', () => {
    fc.assert(
      fc.property(
        words,
        fc.array(fc.nat(29), { maxLength: 4 }),
        fc.nat(200),
        fc.nat(12),
        words,
        (all, picks, at, cut, typed) => {
          const before = all.join(' ');
          const made = hunksOn(all, picks);
          const start = Math.min(at, before.length);
          const after = before.slice(0, start) + typed.join(' ').slice(0, cut) + before.slice(start + cut);
          const { moved, touched } = rebase(made, before, after);

          expect(moved.length + touched.length).toBe(made.length);
          for (const kept of moved) {
            expect(after.slice(kept.span.start, kept.span.end)).toBe(kept.remove);
            const applied = applyHunks(after, [kept]);
            expect(applied.slice(0, kept.span.start)).toBe(after.slice(0, kept.span.start));
            expect(applied.slice(kept.span.start + kept.insert.length)).toBe(after.slice(kept.span.end));
          }
        },
      ),
    );
  });

  test('the edit found really leads from the one text to the other', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(' '), b.join(' ')];
        const edit = editBetween(before, after) ?? { span: { start: 0, end: 0 }, inserted: 0 };
        const inserted = after.slice(edit.span.start, edit.span.start + edit.inserted);
        expect(before.slice(0, edit.span.start) + inserted + before.slice(edit.span.end)).toBe(after);
      }),
    );
  });

  test('accepting hunks one by one, in any order, ends where accepting all at once does', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat(29), { maxLength: 5 }), fc.nat(4), (all, picks, turn) => {
        let now = all.join(' ');
        let left = hunksOn(all, picks);
        const wanted = applyHunks(now, left);
        while (left.length > 0) {
          const next = left.slice(turn % left.length, (turn % left.length) + 1);
          now = applyHunks(now, next);
          left = carryOverApplied(
            left.filter((each) => !next.includes(each)),
            next,
          );
        }
        expect(now).toBe(wanted);
      }),
    );
  });
});

/** A hunk on each picked word, upper-casing it or dropping it. */
function hunksOn(all: string[], picks: number[]): Hunk[] {
  const made: Hunk[] = [];
  let start = 0;
  for (const [i, remove] of all.entries()) {
    const span = { start, end: start + remove.length };
    const insert = i % 2 ? remove.toUpperCase() : '';
    if (picks.includes(i)) {
      made.push({ id: `h${i}`, span, remove, insert, why: 'test', rule: 'test', factIds: [], confidence: 0.5 });
    }
    start += remove.length + 1;
  }
  return made;
}
