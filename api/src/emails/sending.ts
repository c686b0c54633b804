import type { EmailStatus } from '#shared/email.js';
import type { Look, MessageIds, Parent, ProviderDraft, SentMessage } from '../providers/provider.js';
import type { ProviderFailure } from '../providers/provider-error.js';
import { again, failed, giveUp, isPatienceOver, trouble } from './sending-waits.js';

/**
 * The protocol of sending once. What is known and what was just seen go in; what is known then, and the one thing to do
 * next, come out. What is known is stored before the act is done, by compare-and-set, so that whoever was overtaken does
 * nothing more, and whoever takes over begins with a look. Why it never delivers twice is tried out in sending.model.test.ts.
 */
export type SendState =
  | 'queued'
  | 'drafting'
  | 'drafted'
  | 'sending'
  | 'sent'
  | 'failed'
  | 'unknown'
  | 'cancelled'
  | 'paused';

/** The row of email_sends, as the protocol sees it. */
export interface Known {
  state: SendState;
  /** Where the mailbox's history stood before the first try. */
  baseline: string | null;
  /** What the letter answers; null for a new mail, and until it was looked up. */
  parent: Parent | null;
  /** Pinned once, never replaced by another: one draft is delivered at most once, two are not. */
  draft: ProviderDraft | null;
  /** When the last request to send began, until it is certain that it was not accepted. */
  sendingStartedAt: Date | null;
  /** Rounds without a result since the state began. */
  looks: number;
  sent: SentMessage | null;
  /** The Message-ID the provider put on it. */
  stamped: string | null;
  /** Why it is not out yet, in a sentence for the rep. */
  trouble: string | null;
}

export type Act =
  | { do: 'takeBaseline' | 'createDraft' | 'findDrafts' | 'look' | 'readStamp' | 'tidy' }
  /** `isRepeat`: an earlier request for the same draft may still be on its way. */
  | { do: 'sendDraft'; isRepeat: boolean }
  | { do: 'wait'; ms: number }
  | { do: 'rest' };

export type Saw =
  /** A worker begins, or takes over from one that was killed, or a wait is over. */
  | { saw: 'claimed' }
  | { saw: 'baseline'; cursor: string; parent: Parent | null }
  /** The letter is an answer, and what it answers is not there. */
  | { saw: 'parentGone' }
  | { saw: 'created'; draft: ProviderDraft }
  | { saw: 'found'; drafts: readonly ProviderDraft[] }
  | { saw: 'accepted'; sent: SentMessage }
  | { saw: 'look'; look: Look }
  | { saw: 'stamp'; ids: MessageIds }
  /** `isSure`: no draft of ours can turn up any more. */
  | { saw: 'tidied'; isSure: boolean }
  | { saw: 'failure'; act: Act; failure: ProviderFailure };

export interface Rules {
  now: Date;
  resendIsSafe: boolean;
  /** What the rep calls the provider. */
  program: 'Gmail' | 'Outlook';
  /** After this a request to send is either done or will never be. */
  deadlineMs: number;
  /** Scales the waits; 1 outside of tests. */
  patience: number;
}

export interface Step {
  next: Known;
  act: Act;
}

/** What comes next. */
export function sending(known: Known, saw: Saw, rules: Rules): Step {
  switch (saw.saw) {
    case 'claimed':
      return begin(known, rules);
    case 'baseline':
      return {
        next: { ...known, state: 'drafting', baseline: saw.cursor, parent: saw.parent, looks: 0 },
        act: { do: 'createDraft' },
      };
    case 'parentGone':
      return failed(known, trouble.parentGone);
    case 'created':
      return send({ ...known, draft: saw.draft, looks: 0 }, rules, { isRepeat: false });
    case 'found': {
      const [draft] = saw.drafts;
      return draft
        ? { next: { ...known, state: 'drafted', draft, looks: 0 }, act: { do: 'look' } }
        : { next: known, act: { do: 'createDraft' } };
    }
    case 'accepted':
      return proved(known, saw.sent);
    case 'look':
      return afterLook(known, saw.look, rules);
    case 'stamp': {
      const { stamped, ...sent } = saw.ids;
      return { next: { ...known, sent, stamped }, act: { do: 'tidy' } };
    }
    case 'tidied':
      return saw.isSure && (known.state !== 'sent' || known.stamped !== null)
        ? { next: known, act: { do: 'rest' } }
        : again(known, rules);
    case 'failure':
      return afterFailure(known, saw, rules);
  }
}

/** What the rep and the rest of the product are told of a state. */
export function statusOf(state: SendState): EmailStatus {
  switch (state) {
    case 'queued':
    case 'drafting':
    case 'drafted':
    case 'sending':
    case 'paused':
      return 'PENDING_SEND';
    case 'sent':
      return 'SENT';
    case 'failed':
      return 'FAILED';
    case 'unknown':
      return 'UNKNOWN';
    case 'cancelled':
      return 'CANCELLED';
  }
}

/** Nobody remembers what the last worker was doing, so whatever can be looked up is looked up. */
function begin(known: Known, rules: Rules): Step {
  switch (known.state) {
    case 'queued':
      return { next: known, act: { do: 'takeBaseline' } };
    case 'drafting':
      return { next: known, act: { do: 'findDrafts' } };
    case 'drafted':
    case 'sending':
    case 'unknown':
      return { next: known, act: { do: 'look' } };
    case 'paused':
      return begin({ ...known, state: stateBeforePause(known), trouble: null }, rules);
    case 'sent':
      return { next: known, act: { do: known.stamped === null ? 'readStamp' : 'tidy' } };
    case 'failed':
    case 'cancelled':
      return { next: known, act: { do: 'tidy' } };
  }
}

function stateBeforePause(known: Known): SendState {
  if (known.sendingStartedAt) return 'sending';
  if (known.draft) return 'drafted';
  return known.baseline === null ? 'queued' : 'drafting';
}

/** Stored before the request leaves; between the two nothing else is done. */
function send(known: Known, rules: Rules, { isRepeat }: { isRepeat: boolean }): Step {
  return {
    next: { ...known, state: 'sending', sendingStartedAt: rules.now, trouble: null },
    act: { do: 'sendDraft', isRepeat },
  };
}

function proved(known: Known, sent: SentMessage): Step {
  return { next: { ...known, state: 'sent', sent, looks: 0, trouble: null }, act: { do: 'readStamp' } };
}

function afterLook(known: Known, look: Look, rules: Rules): Step {
  if (look.at === 'sent') return proved(known, look.sent);
  // Gone is no proof: it may have been sent and not show yet, or somebody deleted it. Never another draft, never "sent".
  if (look.at === 'gone' || known.state === 'unknown') return again(known, rules);
  if (known.sendingStartedAt === null) return send(known, rules, { isRepeat: false });
  if (!rules.resendIsSafe) return again(known, rules);
  const settledIn = known.sendingStartedAt.getTime() + rules.deadlineMs - rules.now.getTime();
  if (settledIn > 0) return { next: known, act: { do: 'wait', ms: settledIn } };
  if (isPatienceOver(known)) return giveUp(known, rules);
  return send({ ...known, looks: known.looks + 1 }, rules, { isRepeat: true });
}

function afterFailure(known: Known, { act, failure }: Extract<Saw, { saw: 'failure' }>, rules: Rules): Step {
  if (known.state === 'sent' && act.do === 'readStamp') return { next: known, act: { do: 'tidy' } };
  if (isOver(known.state))
    return failure.kind === 'signedOut' ? { next: known, act: { do: 'rest' } } : again(known, rules);
  // While an earlier request is unsettled, a refusal says only something about the later one.
  const isSettled = known.state !== 'sending' || (act.do === 'sendDraft' && !act.isRepeat);
  const unsent = isSettled ? { ...known, sendingStartedAt: null } : known;
  switch (failure.kind) {
    case 'signedOut':
      return { next: { ...unsent, state: 'paused', trouble: trouble.signedOut(rules) }, act: { do: 'rest' } };
    case 'refused':
      if (!isSettled) return again(known, rules);
      return failed(unsent, failure.reason);
    case 'busy': {
      const back: Known = known.state === 'sending' && isSettled ? { ...unsent, state: 'drafted' } : known;
      // Refused every time, so none of the requests was accepted.
      if (back.state === 'drafted' && isPatienceOver(back)) return failed(back, trouble.givenUp(rules));
      return again({ ...back, trouble: trouble.busy(rules) }, rules, failure.retryAfterMs);
    }
    case 'unclear':
    case 'cursorExpired':
      return again({ ...known, trouble: trouble.silent(rules) }, rules);
  }
}

const isOver = (state: SendState) =>
  state === 'sent' || state === 'failed' || state === 'cancelled' || state === 'unknown';
