import type { Outcome } from '../webmail.js';

/** What the rep pressed on the page, and what was seen since. */
export interface Pressed {
  what: 'send' | 'discard';
  /** Escape means much: only with the question the page asks about it does it mean to discard. */
  byEscape: boolean;
  at: number;
  goneSince: number | null;
  asked: { since: number; last: number } | null;
  /** The rep went on to something else while it still stood there: how it went from then on proves nothing. */
  doubted: boolean;
}

export interface Look {
  now: number;
  isHere: boolean;
  /** A question of the page's lies over it that did not before. */
  asks: boolean;
}

/** How long Outlook may take to do what was pressed, and a rep to answer what it asks then. */
export const patienceMs = 15_000;
/** A send can be undone for ten seconds at most; a compose that is not back by then was sent. */
export const undoableMs = 11_000;
/** What a page does with the answer to its question, it does at once. */
const answeredMs = 2_000;

export const pressedNow = (what: Pressed['what'], now: number, byEscape = false): Pressed => ({
  what,
  byEscape,
  at: now,
  goneSince: null,
  asked: null,
  doubted: false,
});

/** What is known after another look: `next` is what to go on watching, null when it is over. */
export function judge(
  pressed: Pressed,
  { now, isHere, asks }: Look,
): { next: Pressed | null; outcome: Outcome | null } {
  const asked = asks ? { since: pressed.asked?.since ?? now, last: now } : pressed.asked;
  const goneSince = isHere ? null : (pressed.goneSince ?? now);
  const next: Pressed = { ...pressed, asked, goneSince };
  const over = (outcome: Outcome | null) => ({ next: null, outcome });

  if (goneSince !== null) {
    if (pressed.doubted) return over('unknown');
    if (pressed.what === 'discard') return over(pressed.byEscape && !asked ? 'closed' : 'discarded');
    // A question that outlives the compose: nobody can tell what became of it.
    if (asks) return now - goneSince > patienceMs ? over('unknown') : { next, outcome: null };
    return now - goneSince >= undoableMs ? over('sent') : { next, outcome: null };
  }
  if (pressed.goneSince !== null) return over('undone');
  if (asks) return { next, outcome: pressed.what === 'send' && !pressed.asked ? 'blocked' : null };
  if (asked) return now - asked.last > answeredMs ? over(null) : { next, outcome: null };
  return now - pressed.at > (pressed.byEscape ? answeredMs : patienceMs) ? over(null) : { next, outcome: null };
}

/** What can be said where nobody can look again, because the page goes. */
export function lastWord(pressed: Pressed, now: number): Outcome {
  const { what, goneSince, asked, doubted } = pressed;
  return what === 'send' && goneSince !== null && !asked && !doubted && now - goneSince > 1000 ? 'sent' : 'unknown';
}
