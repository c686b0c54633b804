import type { Content, Item, Person, Ways } from '../wire.js';
import { type Acts, actionRow } from './action-row.js';
import { type Saver, saver } from './autosave.js';
import { quoteOf } from './body-text.js';
import { composeFrame } from './compose-frame.js';
import { ask, savedAt } from './dialogs.js';
import { openEditor, type TextEditor } from './editor.js';
import { recipients } from './recipients.js';
import { sendCompose } from './send.js';
import { canvas, read, tell } from './session.js';
import { clock, words } from './words.js';

/** After this the older mail comes in below an answer. */
const QUOTE_MS = 800;

export interface Start {
  draftId: string | null;
  answers: string | null;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  subject: string;
  text: Node[];
  /** What comes late. */
  quote?: Item;
}

/** Where a compose stands. */
export interface Place {
  document: Document;
  isInline: boolean;
  show(root: HTMLElement): void;
  hide(root: HTMLElement): void;
  /** Nothing of it will come back. */
  end(): void;
  popOut(compose: Compose): void;
}

export interface Compose {
  root: HTMLElement;
  place: Place;
  store: Saver;
  content(): Content;
  title(): string;
  /** Makes people of what is only typed in the wells. */
  commit(): void;
  complain(text: string): void;
  focusRecipients(): void;
  send(): void;
  discard(): void;
  /** Off the page, and back again. */
  leave(): void;
  comeBack(): void;
  /** Saves and goes; the draft stays. */
  putAway(): Promise<void>;
  end(): void;
}

const open = new Set<Compose>();

/** The compose an event belongs to. */
export function composeAround(target: EventTarget | null): Compose | undefined {
  const node = target && 'nodeType' in target ? (target as Node) : null;
  return [...open].find((one) => one.root.contains(node));
}

/** Opens a compose. It is stored nowhere until somebody writes. */
export function openCompose(start: Start, place: Place): Compose {
  let text: TextEditor | undefined;
  let isDark = canvas === 'dark';
  const over = new AbortController();
  const acts: Acts = {
    send: () => compose.send(),
    discard: () => compose.discard(),
    popOut: () => place.popOut(compose),
    switchCanvas: () => {
      isDark = !isDark;
      text?.editor.setDarkModeState(isDark);
    },
  };
  const frame = composeFrame(
    actionRow(acts),
    (token) => recipients(token, start, place.isInline, changedPeople),
    start.subject,
  );
  const content = () => ({
    draftId: store.draftId(),
    answers: start.answers,
    ...frame.who.people(),
    subject: frame.subject.value,
    html: text?.html() ?? '',
  });
  const store = saver(start.draftId, content, (at) => {
    frame.note.textContent = at === 'not' ? words.notSaved : savedAt(clock(at));
  });

  function changed(): void {
    frame.note.textContent = '';
    store.changed();
  }

  function changedPeople(): void {
    changed();
    redrawActions();
  }

  /** Draws the row anew, as React does with what it believes to be its own: what others put into it is lost. */
  function redrawActions(): void {
    const fresh = actionRow(acts);
    frame.row.replaceWith(fresh);
    frame.row = fresh;
  }

  async function discard(): Promise<void> {
    const question = { kind: 'discard', text: words.discardQuestion, yes: words.ok, no: words.cancel } as const;
    if (!(await ask(question, place.document))) return;
    if ((await read<Ways>('ways'))?.discardFails) return;
    store.end();
    compose.leave();
    await store.after(async () => {
      const draftId = store.draftId();
      if (draftId !== null) await tell('discard', { draftId });
    });
    compose.end();
  }

  const compose: Compose = {
    root: frame.root,
    place,
    store,
    content,
    title: () => frame.subject.value || words.noSubject,
    commit: () => frame.who.commit(),
    complain: (why) => {
      frame.complaint.textContent = why;
      frame.complaint.hidden = false;
    },
    focusRecipients: () => frame.who.focus(),
    send: () => void sendCompose(compose),
    discard: () => void discard(),
    leave: () => {
      open.delete(compose);
      place.hide(frame.root);
    },
    comeBack: () => {
      open.add(compose);
      place.show(frame.root);
    },
    putAway: async () => {
      frame.who.commit();
      compose.leave();
      await store.settle();
      store.end();
      compose.end();
    },
    end: () => {
      compose.leave();
      over.abort();
      place.end();
    },
  };

  compose.comeBack();
  text = openEditor(frame.body, start.text, isDark, changed);
  const view = place.document.defaultView;
  frame.subject.addEventListener('input', changed, { signal: over.signal });
  view?.addEventListener('resize', redrawActions, { signal: over.signal });
  view?.addEventListener('pagehide', () => void store.settle(), { signal: over.signal });
  const { quote } = start;
  if (quote) setTimeout(() => frame.root.isConnected && text.append(quoteOf(quote)), QUOTE_MS);
  if (start.to.length > 0) text.editor.focus();
  else frame.who.focus();
  return compose;
}
