import type { Webmail } from '#shared/draft.js';
import { type Glow, type GlowEvent, glow, idle } from '#shared/glow.js';
import type { Prospect } from '#shared/prospect.js';
import { editBetween } from '#shared/rebase.js';
import type { Fact } from '#shared/suggestion.js';
import type { ComposeState } from '../messaging/desk-link.js';
import type { SendView, View } from '../messaging/protocol.js';

/** What the panel knows of one open compose. */
export interface Open {
  compose: ComposeState;
  glow: Glow;
  /** Which of the open hunks is shown. */
  at: number;
  /** Why the last thing asked for did not happen. */
  trouble: string | null;
}

export interface PanelState {
  mailbox: string;
  /** On whose page the panel lies. */
  webmail: Webmail;
  opens: Record<string, Open>;
  focused: string | null;
  view: View | null;
  prospects: Record<string, Prospect | null>;
  /** Sends of this mailbox whose slip the rep has not put away, with what could not be done about each. */
  slips: { key: string; trouble: string | null }[];
  /** Composes the mail page kept open although their text was sent, by the key of the send. */
  leftOpen: Record<string, string>;
}

export type PanelEvent =
  | { type: 'account'; mailbox: string; webmail: Webmail }
  | { type: 'focused'; compose: ComposeState | null }
  | { type: 'edited'; compose: ComposeState }
  | { type: 'closed'; key: string }
  | { type: 'viewed'; view: View }
  | { type: 'met'; email: string; prospect: Prospect | null }
  | { type: 'glow'; key: string; event: GlowEvent }
  /** The text as it was read back after a write of ours: an edit of Lumina's, not of the rep's. */
  | { type: 'wrote'; key: string; text: string }
  | { type: 'next'; key: string }
  | { type: 'trouble'; key: string; because: string | null }
  | { type: 'sent'; sendKey: string }
  | { type: 'leftOpen'; sendKey: string; key: string }
  | { type: 'slipTrouble'; sendKey: string; because: string }
  | { type: 'putAway'; sendKey: string };

export const nothingYet: PanelState = {
  mailbox: '',
  webmail: 'gmail',
  opens: {},
  focused: null,
  view: null,
  prospects: {},
  slips: [],
  leftOpen: {},
};

/** The panel's next state. What belongs to a compose that is gone changes nothing. */
export function panel(state: PanelState, event: PanelEvent): PanelState {
  switch (event.type) {
    case 'account':
      return { ...state, mailbox: event.mailbox, webmail: event.webmail };
    case 'focused':
      if (!event.compose) return { ...state, focused: null };
      return { ...took(state, event.compose), focused: event.compose.key };
    case 'edited':
      return state.opens[event.compose.key] ? took(state, event.compose) : state;
    case 'closed': {
      const { [event.key]: _, ...opens } = state.opens;
      return { ...state, opens, focused: state.focused === event.key ? null : state.focused };
    }
    case 'viewed':
      return { ...state, view: event.view, slips: withOpen(state.slips, event.view.open) };
    case 'met':
      return { ...state, prospects: { ...state.prospects, [event.email]: event.prospect } };
    case 'glow':
      return change(state, event.key, (open) => shown({ ...open, glow: glow(open.glow, event.event) }));
    case 'wrote':
      return change(state, event.key, (open) => withText(open, event.text));
    case 'next':
      return change(state, event.key, (open) => ({
        ...open,
        at: open.at + 1 < hunksOf(open).length ? open.at + 1 : 0,
      }));
    case 'trouble':
      return change(state, event.key, (open) => ({ ...open, trouble: event.because }));
    case 'sent':
      return { ...state, slips: withOpen(state.slips, [event.sendKey]) };
    case 'leftOpen':
      return { ...state, leftOpen: { ...state.leftOpen, [event.sendKey]: event.key } };
    case 'slipTrouble': {
      const said = { key: event.sendKey, trouble: event.because };
      return { ...state, slips: state.slips.map((slip) => (slip.key === event.sendKey ? said : slip)) };
    }
    case 'putAway':
      return { ...state, slips: state.slips.filter(({ key }) => key !== event.sendKey) };
  }
}

/** Takes a compose as it is now. What differs from the text we knew is the rep's: ours is known by `wrote`. */
function took(state: PanelState, compose: ComposeState): PanelState {
  const open = state.opens[compose.key] ?? { compose, glow: idle, at: 0, trouble: null };
  const edit = editBetween(open.compose.content.text, compose.content.text);
  const next = edit ? { ...open, trouble: null, glow: glow(open.glow, { type: 'edited', edit }) } : open;
  return { ...state, opens: { ...state.opens, [compose.key]: shown({ ...next, compose }) } };
}

/** More would cover the page; those that need the rep are never left out. */
const mostSlips = 3;

/** The slips to show, oldest first: all that wait for something or went wrong, and the newest of the rest. */
export function slipsShown({ slips, view }: PanelState) {
  const all = slips.flatMap(({ key, trouble }) => {
    const send = view?.sends.find((each) => each.key === key);
    return send ? [{ send, trouble }] : [];
  });
  const rests = (send: SendView) => send.at.name === 'sent' || send.at.name === 'cancelled';
  const calm = all.filter(({ send, trouble }) => rests(send) && !trouble);
  const left = Math.max(0, mostSlips - (all.length - calm.length));
  const kept = new Set(calm.slice(calm.length - left));
  return all.filter((slip) => !calm.includes(slip) || kept.has(slip));
}

/** Sends a panel before this one began, or another tab's, get their slip here too. */
function withOpen(slips: PanelState['slips'], keys: string[]): PanelState['slips'] {
  const added = keys.filter((key) => !slips.some((slip) => slip.key === key));
  return added.length > 0 ? [...slips, ...added.map((key) => ({ key, trouble: null }))] : slips;
}

function change(state: PanelState, key: string, by: (open: Open) => Open): PanelState {
  const open = state.opens[key];
  return open ? { ...state, opens: { ...state.opens, [key]: by(open) } } : state;
}

const withText = (open: Open, text: string): Open => ({
  ...open,
  compose: { ...open.compose, content: { ...open.compose.content, text } },
});

const shown = (open: Open): Open => ({ ...open, at: Math.min(open.at, Math.max(0, hunksOf(open).length - 1)) });

export const hunksOf = ({ glow: state }: Open) => (state.name === 'SuggestionReady' ? state.suggestion.hunks : []);

/** Whether Lumina is signed in as the owner of the mailbox this page shows: nobody else may send or save its mail. */
export const isSignedInHere = ({ view, mailbox }: PanelState): boolean =>
  view?.mailboxes.includes(mailbox.toLowerCase()) === true;

/** The keys of composes that are still open although a send of their text is proved out. */
export const sentButOpen = ({ leftOpen, view }: PanelState): string[] =>
  Object.entries(leftOpen).flatMap(([sendKey, key]) =>
    view?.sends.some((send) => send.key === sendKey && send.at.name === 'sent') ? [key] : [],
  );

export const focusedIn = (state: PanelState): Open | null =>
  state.focused ? (state.opens[state.focused] ?? null) : null;

/** Whom the draft is written to: its first recipient. */
export const recipientOf = (open: Open) => open.compose.content.to[0] ?? null;

export const factsOf = (prospect: Prospect | null | undefined): Fact[] => [
  ...(prospect?.facts ?? []),
  ...(prospect?.company?.facts ?? []),
];
