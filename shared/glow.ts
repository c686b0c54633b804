import { carry, carryOverApplied, type TextEdit } from './rebase.js';
import type { Hunk, Suggestion } from './suggestion.js';

/**
 * What the ring around a draft says. Nothing else decides it, and nothing stores it.
 * The hunks inside `suggestion` are those still open, at their places in the draft's text as it is now.
 */
export type Glow =
  | { name: 'Idle'; note: string | null }
  | { name: 'Thinking'; requestId: string; edits: TextEdit[] | 'unknown' }
  | { name: 'SuggestionReady'; suggestion: Suggestion; accepted: string[] }
  | { name: 'Stale'; suggestion: Suggestion; accepted: string[] }
  | { name: 'Applied'; suggestion: Suggestion; accepted: string[] };

/**
 * `edited` is an edit by the rep; what Lumina writes into the draft is `applied`. An edit nobody could locate is
 * 'unknown'. `expired` ends Applied and is sent by a timer of `appliedLastsMs`: the reducer has no clock.
 */
export type GlowEvent =
  | { type: 'asked'; requestId: string }
  | { type: 'answered'; requestId: string; suggestion: Suggestion }
  | { type: 'failed'; requestId: string; note: string }
  | { type: 'edited'; edit: TextEdit | 'unknown' }
  | { type: 'applied'; hunkIds: readonly string[] }
  | { type: 'dismissed'; hunkIds: readonly string[] | 'all' }
  | { type: 'expired' };

export const idle: Glow = { name: 'Idle', note: null };
export const appliedLastsMs = 4000;

/** The next state. An event that does not fit the state, such as an old answer, changes nothing. */
export function glow(state: Glow, event: GlowEvent): Glow {
  switch (event.type) {
    case 'asked':
      return { name: 'Thinking', requestId: event.requestId, edits: [] };
    case 'answered':
      if (state.name !== 'Thinking' || state.requestId !== event.requestId) return state;
      return afterAnswer(state.edits, event.suggestion);
    case 'failed':
      return state.name === 'Thinking' && state.requestId === event.requestId
        ? { name: 'Idle', note: event.note }
        : state;
    case 'edited':
      return afterEdit(state, event.edit);
    case 'applied':
      return state.name === 'SuggestionReady' ? afterApply(state, event.hunkIds) : state;
    case 'dismissed':
      return afterDismiss(state, event.hunkIds);
    case 'expired':
      return state.name === 'Applied' ? idle : state;
  }
}

/** The rep may have typed on while the engine was reading: the answer is carried over those edits before it is shown. */
function afterAnswer(edits: TextEdit[] | 'unknown', suggestion: Suggestion): Glow {
  if (suggestion.hunks.length === 0) return { name: 'Idle', note: suggestion.note };
  const ready: Glow = { name: 'SuggestionReady', suggestion, accepted: [] };
  if (edits === 'unknown') return afterEdit(ready, edits);
  return edits.reduce<Glow>(afterEdit, ready);
}

function afterEdit(state: Glow, edit: TextEdit | 'unknown'): Glow {
  switch (state.name) {
    case 'Thinking':
      return { ...state, edits: edit === 'unknown' || state.edits === 'unknown' ? 'unknown' : [...state.edits, edit] };
    case 'SuggestionReady': {
      const moved = edit === 'unknown' ? [] : carry(state.suggestion.hunks, edit).moved;
      return moved.length > 0 ? { ...state, suggestion: withHunks(state, moved) } : { ...state, name: 'Stale' };
    }
    case 'Applied': // the suggestion is the rep's own text now
    case 'Idle': // a note such as "nothing to change" spoke of the text before
      return idle;
    case 'Stale':
      return state;
  }
}

function afterApply(state: Extract<Glow, { name: 'SuggestionReady' }>, hunkIds: readonly string[]): Glow {
  const applied = state.suggestion.hunks.filter((hunk) => hunkIds.includes(hunk.id));
  const left = state.suggestion.hunks.filter((hunk) => !hunkIds.includes(hunk.id));
  return {
    name: left.length > 0 ? 'SuggestionReady' : 'Applied',
    suggestion: withHunks(state, carryOverApplied(left, applied)),
    accepted: [...state.accepted, ...applied.map((hunk) => hunk.id)],
  };
}

function afterDismiss(state: Glow, hunkIds: readonly string[] | 'all'): Glow {
  if (state.name === 'Thinking') return hunkIds === 'all' ? idle : state;
  if (state.name !== 'SuggestionReady' && state.name !== 'Stale') return state;
  const left = hunkIds === 'all' ? [] : state.suggestion.hunks.filter((hunk) => !hunkIds.includes(hunk.id));
  if (left.length > 0) return { ...state, suggestion: withHunks(state, left) };
  return state.name === 'SuggestionReady' && state.accepted.length > 0
    ? { ...state, name: 'Applied', suggestion: withHunks(state, []) }
    : idle;
}

const withHunks = (state: { suggestion: Suggestion }, hunks: Hunk[]): Suggestion => ({ ...state.suggestion, hunks });
