import type { Known, Rules, Step } from './sending.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Rounds without a result come further and further apart. */
const LADDER = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR];
/** An email nobody can prove anything about is looked after for another day: its sent copy may yet show. */
const AFTERWARDS = Array.from({ length: 24 }, () => HOUR);

type Program = Pick<Rules, 'program'>;

/** Sentences for the rep: what happened, what is safe, what comes next. */
export const trouble = {
  silent: ({ program }: Program) =>
    `${program} does not answer clearly. Your mail is kept, and Lumina looks again by itself.`,
  busy: ({ program }: Program) => `${program} asks for a pause. Your mail is kept and goes out by itself.`,
  signedOut: ({ program }: Program) =>
    `Not sent: ${program} asks you to sign in again. Your mail goes out when you have.`,
  parentGone:
    'Not sent: the conversation this answers is not in your mailbox any more. Nothing left your mailbox; send it as a new mail.',
  givenUp: ({ program }: Program) =>
    `Not sent: ${program} did not answer for more than an hour. Nothing left your mailbox; send it again.`,
  unknown: "We can't prove whether this left. Look in Sent, then tell us.",
};

/** One more round without a result: a wait, or the end of waiting. */
export function again(known: Known, rules: Rules, atLeastMs = 0): Step {
  const ms = ladderOf(known)[known.looks];
  if (ms === undefined) return giveUp(known, rules);
  return {
    next: { ...known, looks: known.looks + 1 },
    act: { do: 'wait', ms: Math.max(ms, atLeastMs) * rules.patience },
  };
}

export const isPatienceOver = (known: Known): boolean => known.looks >= ladderOf(known).length;

/** Only where it is certain that nothing left. */
export function failed(known: Known, reason: string): Step {
  return { next: { ...known, state: 'failed', looks: 0, trouble: reason }, act: { do: 'tidy' } };
}

export function giveUp(known: Known, rules: Rules): Step {
  switch (known.state) {
    case 'queued':
    case 'drafting':
      // No request to send has ever left.
      return failed(known, trouble.givenUp(rules));
    case 'drafted':
    case 'sending':
    case 'paused':
      return {
        next: { ...known, state: 'unknown', looks: 0, trouble: trouble.unknown },
        act: { do: 'wait', ms: HOUR },
      };
    case 'unknown':
    case 'sent':
    case 'failed':
    case 'cancelled':
      return { next: known, act: { do: 'rest' } };
  }
}

const ladderOf = ({ state }: Known) => (state === 'unknown' ? AFTERWARDS : LADDER);
