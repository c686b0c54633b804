import { expect, test } from 'vitest';
import type { ProviderFailure } from '../providers/provider-error.js';
import { type Act, type Known, type Rules, type Saw, type SendState, sending, statusOf } from './sending.js';

const now = new Date('2026-11-20T10:00:00Z');
const rules: Rules = { now, program: 'Gmail', resendIsSafe: true, deadlineMs: 60_000, patience: 1 };
const graph: Rules = { ...rules, program: 'Outlook', resendIsSafe: false };
const draft = { id: 'r-1', messageId: 'm-1', threadId: 't-1', marker: 'M' };
const sent = { messageId: 'm-2', threadId: 't-1' };

const known = (state: SendState, over: Partial<Known> = {}): Known => ({
  state,
  baseline: state === 'queued' ? null : '100',
  parent: null,
  draft: ['queued', 'drafting'].includes(state) ? null : draft,
  sendingStartedAt: state === 'sending' ? ago(61) : null,
  looks: 0,
  sent: state === 'sent' ? sent : null,
  stamped: null,
  trouble: null,
  ...over,
});
function ago(seconds: number) {
  return new Date(now.getTime() - seconds * 1_000);
}

const claimed: Saw = { saw: 'claimed' };
const look = (at: 'draft' | 'sent' | 'gone'): Saw => ({ saw: 'look', look: at === 'sent' ? { at, sent } : { at } });
const failure = (act: Act, kind: ProviderFailure['kind']): Saw => {
  switch (kind) {
    case 'busy':
      return { saw: 'failure', act, failure: { kind, retryAfterMs: 7_000 } };
    case 'refused':
      return { saw: 'failure', act, failure: { kind, reason: 'No.' } };
    default:
      return { saw: 'failure', act, failure: { kind } };
  }
};
const first: Act = { do: 'sendDraft', isRepeat: false };
const repeat: Act = { do: 'sendDraft', isRepeat: true };
const lookAct: Act = { do: 'look' };

test.each<[string, Known, Saw, Rules, SendState, Act['do']]>([
  ['a new send begins where the mailbox stands', known('queued'), claimed, rules, 'queued', 'takeBaseline'],
  [
    'drafting is stored before the draft is made',
    known('queued'),
    { saw: 'baseline', cursor: '100', parent: null },
    rules,
    'drafting',
    'createDraft',
  ],
  ['an answer to nothing is not sent as a new mail', known('queued'), { saw: 'parentGone' }, rules, 'failed', 'tidy'],
  [
    'a draft is pinned and sending stored in one step',
    known('drafting'),
    { saw: 'created', draft },
    rules,
    'sending',
    'sendDraft',
  ],
  ['who takes over looks for a draft first', known('drafting'), claimed, rules, 'drafting', 'findDrafts'],
  [
    'a found draft is adopted, and looked at',
    known('drafting'),
    { saw: 'found', drafts: [draft] },
    rules,
    'drafted',
    'look',
  ],
  ['no draft found: make one', known('drafting'), { saw: 'found', drafts: [] }, rules, 'drafting', 'createDraft'],
  ['an adopted draft is sent when it still is one', known('drafted'), look('draft'), rules, 'sending', 'sendDraft'],
  ['an adopted draft that was sent by hand is sent', known('drafted'), look('sent'), rules, 'sent', 'readStamp'],
  ['an answer is proof', known('sending'), { saw: 'accepted', sent }, rules, 'sent', 'readStamp'],
  [
    'a crash while sending is followed by a look, never by a request',
    known('sending'),
    claimed,
    rules,
    'sending',
    'look',
  ],
  ['a look that shows it sent is proof', known('sending'), look('sent'), rules, 'sent', 'readStamp'],
  [
    'the same draft may be sent again where that is safe',
    known('sending'),
    look('draft'),
    rules,
    'sending',
    'sendDraft',
  ],
  [
    'but not before the first request is over',
    known('sending', { sendingStartedAt: ago(3) }),
    look('draft'),
    rules,
    'sending',
    'wait',
  ],
  ['and never where it is not safe', known('sending'), look('draft'), graph, 'sending', 'wait'],
  ['there, in the end, the rep is asked', known('sending', { looks: 5 }), look('draft'), graph, 'unknown', 'wait'],
  ['a missing draft proves nothing', known('sending'), look('gone'), rules, 'sending', 'wait'],
  [
    'a missing draft, in the end: the rep is asked',
    known('sending', { looks: 5 }),
    look('gone'),
    rules,
    'unknown',
    'wait',
  ],
  ['a deleted draft is not made again', known('drafted'), look('gone'), rules, 'drafted', 'wait'],
  ['unknown never sends', known('unknown'), look('draft'), rules, 'unknown', 'wait'],
  ['unknown becomes sent when it shows', known('unknown'), look('sent'), rules, 'sent', 'readStamp'],
  ['a pause ends where it began', known('paused', { draft: null }), claimed, rules, 'drafting', 'findDrafts'],
  [
    'a pause after an unclear request ends with a look',
    known('paused', { sendingStartedAt: ago(9) }),
    claimed,
    rules,
    'sending',
    'look',
  ],
  [
    'a stamp is read, then things are tidied',
    known('sent'),
    { saw: 'stamp', ids: { ...sent, stamped: '<x>' } },
    rules,
    'sent',
    'tidy',
  ],
  [
    'a stamp that cannot be read does not undo a send',
    known('sent'),
    failure({ do: 'readStamp' }, 'unclear'),
    rules,
    'sent',
    'tidy',
  ],
  ['and is read again later', known('sent'), { saw: 'tidied', isSure: true }, rules, 'sent', 'wait'],
  ['done is done', known('sent', { stamped: '<x>' }), { saw: 'tidied', isSure: true }, rules, 'sent', 'rest'],
  [
    'what may still turn up is tidied again',
    known('sent', { stamped: '<x>' }),
    { saw: 'tidied', isSure: false },
    rules,
    'sent',
    'wait',
  ],
  ['a taken-back send only tidies', known('cancelled'), claimed, rules, 'cancelled', 'tidy'],
])('%s', (_, from, saw, by, state, act) => {
  const step = sending(from, saw, by);
  expect([step.next.state, step.act.do]).toEqual([state, act]);
});

test.each<[string, Known, Act, ProviderFailure['kind'], SendState, Act['do']]>([
  ['no answer to the first question', known('queued'), { do: 'takeBaseline' }, 'unclear', 'queued', 'wait'],
  ['no answer to a create', known('drafting'), { do: 'createDraft' }, 'unclear', 'drafting', 'wait'],
  ['no answer to a create, ever', known('drafting', { looks: 5 }), { do: 'createDraft' }, 'unclear', 'failed', 'tidy'],
  ['a refused create', known('drafting'), { do: 'createDraft' }, 'refused', 'failed', 'tidy'],
  ['signed out before anything', known('queued'), { do: 'takeBaseline' }, 'signedOut', 'paused', 'rest'],
  ['no answer to a send', known('sending'), first, 'unclear', 'sending', 'wait'],
  ['a definite "later"', known('sending'), first, 'busy', 'drafted', 'wait'],
  ['a definite "later", every time', known('sending', { looks: 5 }), first, 'busy', 'failed', 'tidy'],
  ['a definite no', known('sending'), first, 'refused', 'failed', 'tidy'],
  ['signed out at the send', known('sending'), first, 'signedOut', 'paused', 'rest'],
  ['a "later" while an earlier request is open', known('sending'), repeat, 'busy', 'sending', 'wait'],
  ['a no while an earlier request is open', known('sending'), repeat, 'refused', 'sending', 'wait'],
  [
    'a no while an earlier request is open, in the end',
    known('sending', { looks: 5 }),
    repeat,
    'refused',
    'unknown',
    'wait',
  ],
  ['a look that is refused', known('sending'), lookAct, 'refused', 'sending', 'wait'],
  ['a look without an answer', known('drafted'), lookAct, 'unclear', 'drafted', 'wait'],
])('%s', (_, from, act, kind, state, next) => {
  const step = sending(from, failure(act, kind), rules);
  expect([step.next.state, step.act.do]).toEqual([state, next]);
});

test('a request is open from before it leaves until it is certainly refused', () => {
  expect(sending(known('drafting'), { saw: 'created', draft }, rules).next.sendingStartedAt).toEqual(now);
  expect(sending(known('sending'), failure(first, 'busy'), rules).next.sendingStartedAt).toBeNull();
  expect(sending(known('sending'), failure(first, 'signedOut'), rules).next.sendingStartedAt).toBeNull();
  expect(sending(known('sending'), failure(repeat, 'signedOut'), rules).next.sendingStartedAt).not.toBeNull();
  expect(sending(known('sending'), failure(lookAct, 'signedOut'), rules).next.sendingStartedAt).not.toBeNull();
  expect(sending(known('sending'), failure(first, 'unclear'), rules).next.sendingStartedAt).not.toBeNull();
});

test('the provider names the least wait, the ladder the usual one, patience scales both', () => {
  const wait = (saw: Saw, by: Rules, looks = 0) => sending(known('sending', { looks }), saw, by).act;
  expect(wait(failure(first, 'unclear'), rules)).toEqual({ do: 'wait', ms: 5_000 });
  expect(wait(failure(first, 'unclear'), rules, 4)).toEqual({ do: 'wait', ms: 3_600_000 });
  expect(wait(failure(first, 'busy'), rules)).toEqual({ do: 'wait', ms: 7_000 });
  expect(wait(failure(first, 'busy'), { ...rules, patience: 0.01 })).toEqual({ do: 'wait', ms: 70 });
});

test('whatever is not settled is pending to the rep', () => {
  const states: SendState[] = ['queued', 'drafting', 'drafted', 'sending', 'paused'];
  expect(states.map(statusOf)).toEqual(states.map(() => 'PENDING_SEND'));
});

test('trouble is told in the name the rep knows the mailbox by', () => {
  const told = (rules: Rules) => sending(known('sending'), failure(first, 'unclear'), rules).next.trouble;
  expect(told(rules)).toMatch(/^Gmail does not answer clearly/);
  expect(told(graph)).toMatch(/^Outlook does not answer clearly/);
});
