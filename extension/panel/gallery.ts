import { type Glow, idle } from '#shared/glow.js';
import type { DraftId, ProspectId } from '#shared/ids.js';
import type { Prospect } from '#shared/prospect.js';
import type { Suggestion } from '#shared/suggestion.js';
import type { SendStage, SendView, View } from '../messaging/protocol.js';
import type { Open, PanelState } from './state.js';

const draftId = '7d2f3c1e-58a4-4d0b-9c6e-2f1a7b3c4d5e' as DraftId;
const text =
  'Hi Ada,\n\nI just wanted to reach out because we help finance teams. Could we talk in order to see if it fits?';
const content = {
  to: [{ name: 'Ada Lovelace', email: 'ada@analytical.example' }],
  cc: [],
  bcc: [],
  subject: 'Closing faster',
  html: '',
  text,
  thread: null,
};

const hunk = (id: string, remove: string, insert: string, factIds: string[] = []) => {
  const start = text.indexOf(remove);
  return {
    id,
    span: { start, end: start + remove.length },
    remove,
    insert,
    why: 'Opens with them, not us',
    rule: 'gallery',
    factIds,
    confidence: 0.83,
  };
};
const suggestion: Suggestion = {
  id: 's',
  revision: 3,
  kind: 'personalize',
  engine: 'embedded',
  confidence: 0.83,
  note: null,
  hunks: [
    hunk(
      'a',
      'I just wanted to reach out because we help finance teams.',
      'Your talk at FinOps Forum on the two-day close made me think of our work with finance teams.',
      ['f'],
    ),
    hunk('b', 'in order to', 'to'),
  ],
};
const prospect: Prospect = {
  id: '0b6a1f2e-9d3c-4b5a-8e7f-1c2d3e4f5a6b' as ProspectId,
  email: 'ada@analytical.example',
  name: 'Ada Lovelace',
  title: 'VP Finance',
  facts: [
    {
      id: 'f',
      text: 'Spoke at FinOps Forum about a two-day close',
      kind: 'event',
      fields: {},
      source: 'FinOps Forum programme',
      date: '2026-11-12',
    },
  ],
  company: { domain: 'analytical.example', name: 'Analytical Ltd', facts: [] },
};
const view: View = {
  signedInAs: 'sam@northwind.example',
  signedInName: 'Sam Rivera',
  mailboxes: ['sam@northwind.example'],
  providers: ['gmail'],
  offline: false,
  draft: { draftId, revision: 3, saved: 'api', problem: null, versions: [] },
  sends: [],
  open: [],
};

const open = (glow: Glow, more: Partial<Open> = {}): Open => ({
  compose: { key: 'k', draftId, content, from: 'sam@northwind.example', unsendable: null },
  glow,
  at: 0,
  trouble: null,
  ...more,
});
const state = (one: Open | null, more: Partial<PanelState> = {}): PanelState => ({
  mailbox: 'sam@northwind.example',
  webmail: 'gmail',
  opens: one ? { k: one } : {},
  focused: one ? 'k' : null,
  view,
  prospects: { 'ada@analytical.example': prospect },
  slips: [],
  leftOpen: {},
  ...more,
});
const slip = (at: SendStage, more: Partial<SendView> = {}) =>
  state(null, {
    slips: [{ key: 's', trouble: null }],
    view: {
      ...view,
      sends: [
        {
          key: 's',
          draftId,
          webmail: 'gmail',
          to: 'Ada Lovelace',
          subject: 'Closing faster',
          at,
          trouble: null,
          news: null,
          ...more,
        },
      ],
    },
  });

/** Every state a rep can meet, from fixed data, so that each is drawn before it is wired. */
export const states = (now: number): Record<string, PanelState> => ({
  idle: state(open(idle)),
  'nothing to propose': state(open({ name: 'Idle', note: 'Nothing to change: this reads well.' })),
  reading: state(open({ name: 'Thinking', requestId: 'r', edits: [] })),
  'two suggestions': state(open({ name: 'SuggestionReady', suggestion, accepted: [] })),
  'the second': state(open({ name: 'SuggestionReady', suggestion, accepted: [] }, { at: 1 })),
  'out of date': state(open({ name: 'Stale', suggestion, accepted: [] })),
  applied: state(open({ name: 'Applied', suggestion, accepted: ['a'] })),
  'not signed in': state(open(idle), { view: { ...view, signedInAs: null, mailboxes: [], draft: null } }),
  'signed in as another': state(open(idle), {
    view: { ...view, signedInAs: 'ben@northwind.example', mailboxes: ['ben@northwind.example'], draft: null },
  }),
  'another mailbox of the same rep': state(open(idle), { mailbox: 'sam@northwind-group.example', webmail: 'outlook' }),
  'an address Outlook hides': state(open(idle, { compose: { ...open(idle).compose, unsendable: 'recipients' } }), {
    webmail: 'outlook',
  }),
  offline: state(
    open({ name: 'Idle', note: 'Offline. Your text is safe on this computer; ask again when the connection is back.' }),
    {
      view: { ...view, offline: true, draft: { draftId, revision: 3, saved: 'here', problem: null, versions: [] } },
    },
  ),
  'kept another version': state(open(idle), {
    view: {
      ...view,
      draft: { draftId, revision: 4, saved: 'api', problem: null, versions: [{ id: 1, content, at: now - 3_600_000 }] },
    },
  }),
  'no recipient': state(
    open(idle, {
      compose: {
        key: 'k',
        draftId,
        content: { ...content, to: [], text: '' },
        from: 'sam@northwind.example',
        unsendable: null,
      },
    }),
  ),
  'write refused': state(open(idle, { trouble: 'Gmail did not take this change. Look at the text before you go on.' })),
  'taken over by the page': state(
    open(idle, {
      trouble: "Not sent by Lumina: Gmail's own Send has this mail. Look in Sent before you send it again.",
    }),
  ),
  'undo window': slip({ name: 'undoable', until: now + 8000, undoMs: 10_000 }),
  waiting: slip({ name: 'waiting', tried: true }),
  'taking back': slip({ name: 'takingBack' }),
  'taken back': slip({ name: 'cancelled' }),
  sent: slip({ name: 'sent', at: now }),
  'sent under a long subject': slip(
    { name: 'sent', at: now },
    { to: 'grace.okafor@analytical.example', subject: 'Re: Questions before Thursday, and about the rollout' },
  ),
  replied: slip({ name: 'sent', at: now }, { news: 'Ada replied' }),
  refused: slip({ name: 'refused' }, { trouble: 'this mailbox is not connected. Sign in with it.' }),
  bounced: slip({ name: 'bounced' }, { trouble: 'It came back: this address does not exist.' }),
  unknown: slip({ name: 'unknown' }),
});
