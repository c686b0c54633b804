import { describe, expect, test } from 'vitest';
import { type Glow, type GlowEvent, glow, idle } from './glow.js';
import { editBetween } from './rebase.js';
import type { Hunk, Suggestion } from './suggestion.js';

const text = 'I just wanted to ask in order to learn.';
const hunk = (id: string, remove: string, insert: string): Hunk => {
  const start = text.indexOf(remove);
  const span = { start, end: start + remove.length };
  return { id, span, remove, insert, why: 'shorter', rule: 'test', factIds: [], confidence: 0.8 };
};
const suggestion: Suggestion = {
  id: 's1',
  revision: 3,
  kind: 'rewrite',
  engine: 'embedded',
  confidence: 0.8,
  hunks: [hunk('just', 'just ', ''), hunk('order', 'in order to', 'to')],
  note: null,
};
const nothing: Suggestion = { ...suggestion, hunks: [], note: 'Nothing to change.' };

const asked = (requestId: string): GlowEvent => ({ type: 'asked', requestId });
const answered = (requestId: string, answer = suggestion): GlowEvent => ({
  type: 'answered',
  requestId,
  suggestion: answer,
});
const failed = (requestId: string): GlowEvent => ({ type: 'failed', requestId, note: 'Offline.' });
const edited = (after: string): GlowEvent => ({ type: 'edited', edit: editBetween(text, after) ?? 'unknown' });
const editedSomewhere: GlowEvent = { type: 'edited', edit: 'unknown' };
const applied = (...hunkIds: string[]): GlowEvent => ({ type: 'applied', hunkIds });
const dismissed = (...hunkIds: string[]): GlowEvent => ({ type: 'dismissed', hunkIds });
const dismissedAll: GlowEvent = { type: 'dismissed', hunkIds: 'all' };
const expired: GlowEvent = { type: 'expired' };

const after = (...events: GlowEvent[]): Glow => events.reduce(glow, idle);
const ready = [asked('a'), answered('a')] as const;
const inFront = edited(`Hi. ${text}`);
const inJust = edited(text.replace('just', 'merely'));
const inBoth = edited('Something else.');

describe('the ring says', () => {
  test.each<[string, Glow, Glow['name']]>([
    ['nothing at first', idle, 'Idle'],
    ['it is reading once asked', after(asked('a')), 'Thinking'],
    ['an answer is ready', after(...ready), 'SuggestionReady'],
    ['nothing where an answer proposes nothing', after(asked('a'), answered('a', nothing)), 'Idle'],
    [
      'it still reads when an answer to an older question arrives',
      after(asked('a'), asked('b'), answered('a')),
      'Thinking',
    ],
    ['nothing new when an answer arrives unasked', after(answered('a')), 'Idle'],
    ['nothing once a question failed', after(asked('a'), failed('a')), 'Idle'],
    ['it still reads when an older question failed', after(asked('a'), asked('b'), failed('a')), 'Thinking'],
    [
      'an answer is ready although the rep typed elsewhere meanwhile',
      after(asked('a'), inFront, answered('a')),
      'SuggestionReady',
    ],
    ['an answer is stale when the rep rewrote all of it meanwhile', after(asked('a'), inBoth, answered('a')), 'Stale'],
    [
      'an answer is stale when nobody knows what was edited',
      after(asked('a'), editedSomewhere, answered('a')),
      'Stale',
    ],
    [
      'one unknown edit among known ones is enough',
      after(asked('a'), editedSomewhere, inFront, answered('a')),
      'Stale',
    ],
    [
      'nothing changed when an empty answer follows an edit',
      after(asked('a'), inFront, answered('a', nothing)),
      'Idle',
    ],
    ['a ready suggestion stays ready when the rep types elsewhere', after(...ready, inFront), 'SuggestionReady'],
    ['a ready suggestion stays ready while one hunk is untouched', after(...ready, inJust), 'SuggestionReady'],
    ['a ready suggestion is stale once every hunk was touched', after(...ready, inBoth), 'Stale'],
    ['a ready suggestion is stale after an unknown edit', after(...ready, editedSomewhere), 'Stale'],
    ['a stale suggestion cannot be applied', after(...ready, editedSomewhere, applied('just')), 'Stale'],
    ['a stale suggestion stays stale on further edits', after(...ready, inBoth, inFront), 'Stale'],
    ['a new question replaces a stale suggestion', after(...ready, inBoth, asked('b')), 'Thinking'],
    ['one of two hunks accepted leaves the other ready', after(...ready, applied('just')), 'SuggestionReady'],
    ['both accepted at once are applied', after(...ready, applied('just', 'order')), 'Applied'],
    ['both accepted one by one are applied', after(...ready, applied('order'), applied('just')), 'Applied'],
    ['a hunk that is not there changes nothing', after(...ready, applied('other')), 'SuggestionReady'],
    ['nothing can be applied while it reads', after(asked('a'), applied('just')), 'Thinking'],
    ['one of two dismissed leaves the other', after(...ready, dismissed('just')), 'SuggestionReady'],
    ['both dismissed leave nothing', after(...ready, dismissed('just'), dismissed('order')), 'Idle'],
    ['all dismissed leave nothing', after(...ready, dismissedAll), 'Idle'],
    ['one accepted and the rest dismissed is applied', after(...ready, applied('just'), dismissedAll), 'Applied'],
    ['a stale suggestion can be dismissed', after(...ready, inBoth, dismissedAll), 'Idle'],
    ['a question can be dismissed', after(asked('a'), dismissedAll, answered('a')), 'Idle'],
    ['an edit after applying returns to nothing', after(...ready, applied('just', 'order'), inFront), 'Idle'],
    ['applied ends by itself', after(...ready, applied('just', 'order'), expired), 'Idle'],
    ['a late timer ends nothing else', after(...ready, applied('just', 'order'), asked('b'), expired), 'Thinking'],
  ])('%s', (_, reached, expected) => {
    expect(reached.name).toBe(expected);
  });
});

test('a hunk keeps pointing at its words while the rep types in front of it', () => {
  const state = after(...ready, inFront);
  expect(state.name === 'SuggestionReady' && state.suggestion.hunks.map(({ span }) => span.start)).toEqual([
    text.indexOf('just ') + 4,
    text.indexOf('in order to') + 4,
  ]);
});

test('after one hunk is accepted the other points at its words in the new text, and it is known which was taken', () => {
  const state = after(...ready, applied('just'));
  expect(state).toMatchObject({ accepted: ['just'], suggestion: { hunks: [{ id: 'order' }] } });
  expect(state.name === 'SuggestionReady' && state.suggestion.hunks[0]?.span.start).toBe(
    text.indexOf('in order to') - 'just '.length,
  );
});

test('a hunk the rep wrote over is no longer offered', () => {
  expect(after(...ready, inJust)).toMatchObject({ suggestion: { hunks: [{ id: 'order' }] } });
});

test('why nothing is proposed is shown until the text changes', () => {
  expect(after(asked('a'), answered('a', nothing))).toEqual({ name: 'Idle', note: 'Nothing to change.' });
  expect(after(asked('a'), answered('a', nothing), inFront)).toEqual(idle);
});
