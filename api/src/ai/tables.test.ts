import { describe, expect, test } from 'vitest';
import { ungrounded } from '#shared/grounding.js';
import { hunksFrom, phraseEdits } from './edits.js';
import { fixes } from './fixes.js';
import { phraseGroups } from './phrases.js';

const phrases = phraseGroups.flatMap((group) => group.phrases.map((phrase) => ({ ...phrase, group })));
const hunks = (text: string) => hunksFrom(text, phraseEdits(text, { start: 0, end: text.length }, phraseGroups), []);

describe('the table of phrases', () => {
  test('says each phrase once', () => {
    expect(new Set(phrases.map(({ say }) => say)).size).toBe(phrases.length);
    expect(phrases.length).toBeGreaterThan(150);
  });

  test('replaces no phrase with one it would replace again', () => {
    expect(phrases.filter(({ put }) => put && hunks(`We said ${put} it.`).length > 0)).toEqual([]);
  });

  test('claims nothing, so that no rule can bring a name, a number or a past talk into a mail', () => {
    const claims = phrases.flatMap(({ put }) => ungrounded(`we ${put} it`, { trusted: '', facts: [] }));
    expect(claims).toEqual([]);
  });

  test('gives every group a short reason', () => {
    expect(phraseGroups.filter(({ why }) => why.length > 60 || !why.endsWith('.'))).toEqual([]);
  });

  test('never makes a mail much longer', () => {
    const longer = phrases.filter(({ say, put }) => put.split(' ').length > say.split(' ').length + 2);
    expect(longer.map(({ say }) => say)).toEqual([]);
  });
});

// Where a phrase may stand depends on its neighbours; each phrase accepts at least one of these.
const settings = [
  'We %s it.',
  'We %s the report.',
  'We %s hiring it.',
  'And you %s it.',
  '%s send it.',
  'So %s call me.',
  'We can have a %s it.',
  'We %s about it.',
];

test('every phrase is found in a sentence and replaced', () => {
  const missed = phrases.filter(({ say, group }) => {
    const found = settings.flatMap((setting) => hunks(setting.replace('%s', say)));
    return !found.some((hunk) => hunk.rule.startsWith(`${group.id}:`) && hunk.remove.toLowerCase().includes(say));
  });
  expect(missed.map(({ say }) => say)).toEqual([]);
});

test('a spelling is corrected as a word, and left alone inside one or in an address', () => {
  const words = fixes.filter(({ id }) => id.startsWith('spelling:'));
  const right = words.filter(
    ({ id, find, put }) => `was ${id.slice(9)} on`.replace(find, String(put)) === `was ${put} on`,
  );
  const wrong = words.filter(({ id, find }) => `x${id.slice(9)}x www.${id.slice(9)}.example`.match(find));
  expect(right.length).toBe(words.length);
  expect(wrong).toEqual([]);
});
