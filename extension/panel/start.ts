import { appliedLastsMs } from '#shared/glow.js';
import { call } from '../messaging/call.js';
import type { DeskNews } from '../messaging/desk-link.js';
import { type Follow, ports, type View } from '../messaging/protocol.js';
import { type Acts, createActs } from './acts.js';
import { type AskDesk, keepPort, meetDesk } from './desk.js';
import {
  focusedIn,
  isSignedInHere,
  nothingYet,
  type PanelEvent,
  type PanelState,
  panel,
  recipientOf,
  sentButOpen,
} from './state.js';
import { createStore, type Store } from './store.js';
import { ringOf } from './words.js';

export interface Panel {
  store: Store<PanelState, PanelEvent>;
  acts: Acts;
  desk: AskDesk;
}

/** Wires the panel to its mail tab and to the background. `onOpened` and `onPressed` come from the rep's keys on the mail page. */
export async function startPanel(onOpened: () => void): Promise<Panel> {
  const store = createStore(panel, nothingYet);
  const desk = await meetDesk((news) => take(news));
  const acts = createActs(store, desk);
  const background = keepPort(ports.panel, (view) => store.dispatch({ type: 'viewed', view: view as View }));
  tellBackground(store, (follow) => background.post(follow));
  lightRings(store, desk);
  markSent(store, desk);
  meetProspects(store);
  return { store, acts, desk };

  function take(news: DeskNews) {
    switch (news.type) {
      case 'account':
      case 'focused':
      case 'edited':
      case 'closed':
        return store.dispatch(news);
      case 'opened':
        return onOpened();
      case 'pressed':
        return press(news.what);
    }
  }
  function press(what: 'accept' | 'skip' | 'next') {
    pressed(what, store.get(), acts);
  }
}

/** One of the three keys, meant for the hunk that is shown. */
export function pressed(what: 'accept' | 'skip' | 'next', state: PanelState, acts: Acts) {
  const open = focusedIn(state);
  const hunk = open?.glow.name === 'SuggestionReady' ? open.glow.suggestion.hunks[open.at] : undefined;
  if (!hunk) return;
  if (what === 'accept') void acts.accept([hunk.id]);
  else if (what === 'skip') acts.skip(hunk.id);
  else acts.next();
}

/** Calls `act` with what `pick` finds, at first and whenever that changes. */
function whenever<T>(store: Store<PanelState, PanelEvent>, pick: (state: PanelState) => T, act: (picked: T) => void) {
  let before: string | undefined;
  const look = () => {
    const picked = pick(store.get());
    const now = JSON.stringify(picked);
    if (now === before) return;
    before = now;
    act(picked);
  };
  store.subscribe(look);
  look();
}

function tellBackground(store: Store<PanelState, PanelEvent>, follow: (what: Follow) => void) {
  const wanted = (state: PanelState): Follow => ({
    mailbox: state.mailbox.toLowerCase(),
    draftId: focusedIn(state)?.compose.draftId ?? null,
    keys: state.slips.map(({ key }) => key),
  });
  whenever(store, wanted, follow);
}

function lightRings(store: Store<PanelState, PanelEvent>, desk: AskDesk) {
  const shown = new Map<string, string>();
  store.subscribe(() => {
    for (const [key, { glow }] of Object.entries(store.get().opens)) {
      const ring = ringOf(glow);
      const now = JSON.stringify(ring);
      if (shown.get(key) === now) continue;
      shown.set(key, now);
      void desk('showRing', { key, ring }).catch(() => undefined);
      if (glow.name === 'Applied')
        setTimeout(() => store.dispatch({ type: 'glow', key, event: { type: 'expired' } }), appliedLastsMs);
    }
  });
}

/** A compose that stayed open over its own send says that it was sent, where the rep would press Send. */
function markSent(store: Store<PanelState, PanelEvent>, desk: AskDesk) {
  whenever(store, sentButOpen, (keys) => {
    for (const key of keys) void desk('markSent', { key }).catch(() => undefined);
  });
}

function meetProspects(store: Store<PanelState, PanelEvent>) {
  const whom = (state: PanelState) => {
    const open = focusedIn(state);
    const email = open && recipientOf(open)?.email.toLowerCase();
    // Asked again once signed in or back online: before that there was no answer.
    return {
      email: email ?? null,
      as: isSignedInHere(state) ? (state.view?.signedInAs ?? null) : null,
      offline: state.view?.offline ?? true,
    };
  };
  whenever(store, whom, ({ email, as }) => {
    if (!email || !as || store.get().prospects[email]) return;
    void call('findProspect', { email }).then(
      (found) => found.ok && store.dispatch({ type: 'met', email, prospect: found.value }),
      () => undefined,
    );
  });
}
