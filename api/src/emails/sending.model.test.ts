import { expect, test } from 'vitest';
import type { Look } from '../providers/provider.js';
import type { ProviderFailure } from '../providers/provider-error.js';
import { type Act, type Known, type Rules, type Saw, type Step, sending } from './sending.js';

// Every interleaving of two workers (each may be killed, or freeze and go on after the other took over) with a provider
// whose answers are lost, whose requests take effect late, and whose Sent copy shows late. It proves things about this
// model only: that drafts.send uses a draft up is assumed of Gmail, and not assumed of Graph.

type Protocol = (known: Known, saw: Saw, rules: Rules) => Step;

interface Worker {
  act: Act | null;
  known: Known | null;
  /** Nobody has stored anything since this worker read or wrote the row: its compare-and-set will work. */
  isCurrent: boolean;
}
interface World {
  row: Known;
  workers: [Worker, Worker];
  /** How each draft fares at the provider. */
  drafts: ('unsent' | 'sent' | 'deleted')[];
  shown: boolean[];
  isSentShown: boolean;
  inFlight: ({ create: true } | { send: number })[];
  delivered: number;
  hand: boolean;
}

/** As many as the protocol's patience lasts. */
const ROUNDS = 24;

const idle = (): Worker => ({ act: null, known: null, isCurrent: false });
const start: World = {
  row: {
    state: 'queued',
    baseline: null,
    parent: null,
    draft: null,
    sendingStartedAt: null,
    looks: 0,
    sent: null,
    stamped: null,
    trouble: null,
  },
  workers: [idle(), idle()],
  drafts: [],
  shown: [],
  isSentShown: false,
  inFlight: [],
  delivered: 0,
  hand: false,
};

interface Nature {
  resendIsSafe: boolean;
  /** A rep deletes or sends the pinned draft by hand, once. */
  isRepAbout: boolean;
}

interface Worst {
  delivered: number;
  /** SENT, and nothing was delivered. */
  isSentAlone: boolean;
  /** FAILED, and something was. */
  isFailedButOut: boolean;
}

/** The worst of all worlds that can be reached; no further than to one that is as bad as `enough`. */
function explore(protocol: Protocol, nature: Nature, enough: Partial<Worst> = { delivered: 2 }) {
  const rules: Rules = {
    now: new Date(0),
    resendIsSafe: nature.resendIsSafe,
    program: 'Gmail',
    deadlineMs: -1,
    patience: 1,
  };
  const seen = new Set<string>();
  const open: World[] = [start];
  const worst: Worst = { delivered: 0, isSentAlone: false, isFailedButOut: false };
  for (let world = open.pop(); world; world = open.pop()) {
    // Which of the workers is which makes no difference.
    const key = JSON.stringify({ ...world, workers: world.workers.map((worker) => JSON.stringify(worker)).sort() });
    if (seen.has(key)) continue;
    seen.add(key);
    worst.delivered = Math.max(worst.delivered, world.delivered);
    if (world.row.state === 'sent' && world.delivered === 0) worst.isSentAlone = true;
    if (world.row.state === 'failed' && world.delivered > 0) worst.isFailedButOut = true;
    if (Object.entries(enough).every(([what, bad]) => worst[what as keyof Worst] === bad)) break;
    open.push(...successors(world, protocol, rules, nature));
  }
  return { ...worst, worlds: seen.size };
}

function successors(world: World, protocol: Protocol, rules: Rules, nature: Nature): World[] {
  const out: World[] = [];
  const when = (change: (next: World) => void) => {
    const next = copyOf(world);
    change(next);
    out.push(next);
  };
  world.drafts.forEach((state, n) => {
    if (!world.shown[n]) when((next) => (next.shown[n] = true));
    if (nature.isRepAbout && !world.hand && state === 'unsent' && world.row.draft?.id === String(n)) {
      when((next) => {
        next.hand = true;
        next.drafts[n] = 'deleted';
      });
      when((next) => {
        next.hand = true;
        deliver(next, n, nature);
      });
    }
  });
  if (!world.isSentShown && world.drafts.includes('sent')) when((next) => (next.isSentShown = true));
  world.inFlight.forEach((request, n) => {
    when((next) => {
      next.inFlight.splice(n, 1);
      if ('create' in request) create(next);
      else deliver(next, request.send, nature);
    });
    when((next) => next.inFlight.splice(n, 1));
  });
  world.workers.forEach((worker, n) => {
    const at = (next: World) => next.workers[n] as Worker;
    if (!worker.act) {
      for (const looks of isDone(world.row) ? [] : [0, ROUNDS])
        when((next) => {
          next.row = { ...next.row, looks };
          Object.assign(at(next), { known: next.row, isCurrent: true });
          told(next, at(next), { saw: 'claimed' }, protocol, rules);
        });
      return;
    }
    when((next) => Object.assign(at(next), idle()));
    for (const [change, saw] of outcomes(world, worker.act, worker.known as Known, nature))
      when((next) => {
        change(next);
        told(next, at(next), saw(next), protocol, rules);
      });
  });
  return out;
}

/** The worker decides, stores by compare-and-set, and goes on only where that worked. */
function told(world: World, worker: Worker, saw: Saw, protocol: Protocol, rules: Rules) {
  const { next, act } = protocol(worker.known as Known, saw, rules);
  const isChange = next !== worker.known;
  const isStored = !isChange || worker.isCurrent;
  if (isChange && isStored) {
    // Any number of rounds: counted as none, or, by the step below, as all.
    world.row = { ...next, looks: 0, trouble: null };
    for (const other of world.workers) other.isCurrent = other === worker;
  }
  const goesOn = isStored && act.do !== 'wait' && act.do !== 'rest' && !isDone(next);
  Object.assign(worker, goesOn ? { act, known: isChange ? world.row : next } : idle());
}

const isDone = ({ state }: Known) => state === 'sent' || state === 'failed';

/** What an act can come to: what changes at the provider, and what the worker sees of it. */
function outcomes(
  world: World,
  act: Act,
  known: Known,
  nature: Nature,
): [(next: World) => void, (next: World) => Saw][] {
  const nothing = () => undefined;
  const fails = (kind: 'unclear' | 'busy' | 'refused' | 'signedOut') => (): Saw => ({
    saw: 'failure',
    act,
    failure: failureOf(kind),
  });
  switch (act.do) {
    case 'takeBaseline':
      return [[nothing, () => ({ saw: 'baseline', cursor: '1', parent: null })]];
    case 'createDraft':
      if (world.drafts.length + world.inFlight.length >= 2) return [[nothing, fails('refused')]];
      return [
        [create, (next) => ({ saw: 'created', draft: draftOf(next.drafts.length - 1) })],
        [create, fails('unclear')],
        [(next) => next.inFlight.push({ create: true }), fails('unclear')],
        [nothing, fails('signedOut')],
      ];
    case 'findDrafts': {
      const drafts = world.drafts.flatMap((state, n) => (state === 'unsent' && world.shown[n] ? [draftOf(n)] : []));
      return [[nothing, () => ({ saw: 'found', drafts })]];
    }
    case 'sendDraft': {
      const pinned = Number(known.draft?.id);
      const isGone = world.drafts[pinned] !== 'unsent' && (nature.resendIsSafe || world.drafts[pinned] === 'deleted');
      return [
        [
          (next) => deliver(next, pinned, nature),
          isGone ? fails('unclear') : () => ({ saw: 'accepted', sent: { messageId: 's', threadId: 't' } }),
        ],
        [(next) => deliver(next, pinned, nature), fails('unclear')],
        ...(world.inFlight.length < 2
          ? ([[(next: World) => next.inFlight.push({ send: pinned }), fails('unclear')]] as [
              (n: World) => void,
              () => Saw,
            ][])
          : []),
        [nothing, fails('busy')],
        [nothing, fails('refused')],
        [nothing, fails('signedOut')],
      ];
    }
    case 'look': {
      const state = world.drafts[Number(known.draft?.id)];
      const isSent = world.isSentShown && world.drafts.includes('sent');
      // Where sending does not use a draft up at once, one on its way still looks like one.
      const looksUnsent = state === 'unsent' || (!nature.resendIsSafe && state === 'sent');
      const look: Look = isSent
        ? { at: 'sent', sent: { messageId: 's', threadId: 't' } }
        : { at: looksUnsent ? 'draft' : 'gone' };
      return [
        [nothing, () => ({ saw: 'look', look })],
        [nothing, fails('unclear')],
        [nothing, fails('signedOut')],
      ];
    }
    default:
      return [];
  }
}

/** Deep where anything is changed in place; rows and acts never are. */
const copyOf = (world: World): World => ({
  ...world,
  workers: [{ ...world.workers[0] }, { ...world.workers[1] }],
  drafts: [...world.drafts],
  shown: [...world.shown],
  inFlight: [...world.inFlight],
});

function failureOf(kind: 'unclear' | 'busy' | 'refused' | 'signedOut'): ProviderFailure {
  if (kind === 'busy') return { kind, retryAfterMs: 1 };
  return kind === 'refused' ? { kind, reason: 'no' } : { kind };
}
const draftOf = (n: number) => ({ id: String(n), messageId: `m${n}`, threadId: 't', marker: 'M' });
function create(world: World) {
  world.drafts.push('unsent');
  world.shown.push(false);
}
function deliver(world: World, n: number, { resendIsSafe }: Nature) {
  if (world.drafts[n] === 'unsent' || (world.drafts[n] === 'sent' && !resendIsSafe)) world.delivered++;
  if (world.drafts[n] === 'unsent') world.drafts[n] = 'sent';
}

const gmail: Nature = { resendIsSafe: true, isRepAbout: false };
const graph: Nature = { ...gmail, resendIsSafe: false };

const honest = { delivered: 1, isSentAlone: false, isFailedButOut: false };

test.each<[string, Nature, object]>([
  ['Gmail', gmail, honest],
  // A rep who sends the draft just as our request is refused has sent it; our FAILED speaks of ours.
  [
    'Gmail, and the rep deletes or sends our draft by hand',
    { ...gmail, isRepAbout: true },
    { ...honest, isFailedButOut: true },
  ],
  ['Graph, whose drafts may be sent twice', graph, honest],
])(
  'one intent is delivered at most once, and no status lies: %s',
  (_, nature, expected) => {
    const worst = explore(sending, nature);
    expect(worst).toMatchObject(expected);
    expect(worst.worlds).toBeGreaterThan(1_000);
  },
  120_000,
);

test('a rep who sends our Outlook draft by hand just before we ask sends it twice: no client of Graph can close that', () => {
  expect(explore(sending, { ...graph, isRepAbout: true }).delivered).toBe(2);
});

const broken: [string, Protocol, Nature, Partial<Worst>][] = [
  [
    'a missing draft is made again',
    (known, saw, rules) =>
      saw.saw === 'look' && saw.look.at === 'gone'
        ? { next: { ...known, state: 'drafting', draft: null }, act: { do: 'createDraft' } }
        : sending(known, saw, rules),
    gmail,
    { delivered: 2 },
  ],
  [
    'a missing draft is taken for sent',
    (known, saw, rules) =>
      saw.saw === 'look' && saw.look.at === 'gone'
        ? { next: { ...known, state: 'sent' }, act: { do: 'rest' } }
        : sending(known, saw, rules),
    { ...gmail, isRepAbout: true },
    { isSentAlone: true },
  ],
  [
    'a missing draft is taken for failed',
    (known, saw, rules) =>
      saw.saw === 'look' && saw.look.at === 'gone'
        ? { next: { ...known, state: 'failed' }, act: { do: 'rest' } }
        : sending(known, saw, rules),
    gmail,
    { isFailedButOut: true },
  ],
  [
    'a refusal settles earlier requests too',
    (known, saw, rules) =>
      sending(
        known,
        saw.saw === 'failure' && saw.act.do === 'sendDraft'
          ? { ...saw, act: { do: 'sendDraft', isRepeat: false } }
          : saw,
        rules,
      ),
    gmail,
    { isFailedButOut: true },
  ],
  [
    'the same draft is sent again where that is not safe',
    (known, saw, rules) => sending(known, saw, { ...rules, resendIsSafe: true }),
    graph,
    { delivered: 2 },
  ],
];

test.each(broken)('this search would notice if %s', (_, protocol, nature, worst) => {
  expect(explore(protocol, nature, worst)).toMatchObject(worst);
});
