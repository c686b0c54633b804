import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ungrounded } from '#shared/grounding.js';
import { specifics } from '#shared/specifics.js';
import { applyHunks, type RewriteInput, Suggestion } from '#shared/suggestion.js';
import { phraseGroups } from './phrases.js';
import { rewrite } from './rewrite.js';
import { protectedSpans, segment } from './segment.js';

const wordy = fc.constantFrom(...phraseGroups.flatMap((group) => group.phrases.map(({ say }) => say)));
const plain = fc.constantFrom(
  'we',
  'you',
  'Acme',
  'the report',
  '340 employees',
  '$48,000',
  'on October 3',
  'https://acme.example/in',
  '{{name}}',
  'hiring',
  'is',
  'Ada',
  'a',
  'an',
  'alot',
  'could of',
  'the the',
  '🙂',
  'I',
  '"in order to"',
);
const mark = fc.constantFrom(' ', ' ', ' ', ', ', '. ', '? ', '.\n\n', '\n', '  ');
const draft = fc
  .tuple(
    fc.constantFrom('', 'Hi Ada,\n\n', 'Hi Ada, ', 'Dear Mr. Stone:\n'),
    fc.array(fc.tuple(fc.oneof(wordy, plain), mark, fc.boolean()), { minLength: 1, maxLength: 25 }),
    fc.constantFrom('', '\n\nBest,\nDana', '\nThanks in order to\n'),
  )
  .map(([greeting, parts, closing]) => {
    const words = parts.map(
      ([part, after, large]) => (large ? part.charAt(0).toUpperCase() + part.slice(1) : part) + after,
    );
    return `${greeting}${words.join('')}it is for you and we like it.${closing}`;
  });
const mode = fc.constantFrom<RewriteInput['mode']>('clearer', 'shorten', 'fix');

const ask = (text: string, by: RewriteInput['mode']): RewriteInput => ({
  draftId: '3f0d1c8e-54b6-4f0e-9a3c-5d1f2b7c9e10',
  revision: 1,
  subject: '',
  text,
  mode: by,
  today: '2026-11-20',
  names: ['Ada', 'Acme'],
});

/** The drafts above write "We" in the middle of a sentence; only what is a name for certain is counted as one. */
const claims = (text: string) =>
  specifics(text)
    .filter(({ kind, text: said }) => kind !== 'name' || /\b(?:Ada|Acme|Dana|Stone)\b/.test(said))
    .map(({ kind, parts }) => [kind, ...parts].join(' '))
    .sort();

test('whichever hunks a rep takes, no claim appears and none is lost', () => {
  fc.assert(
    fc.property(draft, mode, fc.array(fc.boolean(), { maxLength: 30 }), (text, by, taken) => {
      const { hunks } = Suggestion.parse(rewrite(ask(text, by)));
      const result = applyHunks(
        text,
        hunks.filter((_, i) => taken[i] ?? true),
      );
      expect(claims(result)).toEqual(claims(text));
      expect(ungrounded(result, { trusted: text, facts: [] }).filter(({ kind }) => kind !== 'name')).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('greeting, closing and everything protected stay as they were, to the byte', () => {
  fc.assert(
    fc.property(draft, mode, (text, by) => {
      const { hunks } = rewrite(ask(text, by));
      const { core } = segment(text);
      for (const { span, remove } of hunks) {
        expect(remove).toBe(text.slice(span.start, span.end));
        expect([span.start >= core.start, span.end <= core.end]).toEqual([true, true]);
        for (const kept of protectedSpans(text, ['Ada', 'Acme'])) {
          expect(span.end <= kept.start || span.start >= kept.end).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('the same draft has the same suggestion, to the byte, and its id is made of what was asked', () => {
  fc.assert(
    fc.property(draft, mode, (text, by) => {
      const [first, again] = [rewrite(ask(text, by)), rewrite(structuredClone(ask(text, by)))];
      expect(JSON.stringify(again)).toBe(JSON.stringify(first));
      expect(rewrite(ask(`${text} `, by)).id).not.toBe(first.id);
      expect(rewrite({ ...ask(text, by), revision: 2 }).id).not.toBe(first.id);
    }),
    { numRuns: 50 },
  );
});

test('accepting everything again and again comes to an end', () => {
  fc.assert(
    fc.property(draft, mode, (text, by) => {
      let now = text;
      for (let round = 0; round < 6; round++) now = applyHunks(now, rewrite(ask(now, by)).hunks);
      expect(rewrite(ask(now, by)).hunks).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
