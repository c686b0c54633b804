import { parts } from './page-parts.js';

/** What the presses on the page's own Send and Discard are told to. */
export interface Pressable {
  readonly element: HTMLElement;
  /** A send of ours has this in hand: the page's own must wait. */
  readonly isHeld: boolean;
  pressed(what: 'send' | 'discard', byEscape: boolean): void;
  /** Asks whether the page may send; `again` does what was pressed. */
  askBeforeSend(again: () => void): void;
  /** The rep has gone on to something else. */
  wentOn(where: 'here' | 'elsewhere'): void;
}

/**
 * Hears the page's own Send and Discard before the page does. It must be made at document_start: then its listeners are the
 * first of the window, and a send can be held. Where it has nothing to hold, it only looks on.
 */
export class NativeSends {
  #find: (target: Node) => Pressable | null = () => null;
  #elsewhere = () => {};
  #isOurs = false;

  constructor(view: Window, signal: AbortSignal) {
    for (const type of ['click', 'keydown', 'input'] as const)
      view.addEventListener(
        type,
        (event) => {
          try {
            this.#hear(event);
          } catch {
            // The page's own Send must work, whatever we do.
          }
        },
        { capture: true, signal },
      );
  }

  /** From here on presses are told to the compose that `find` gives for where they were made, those in none to `elsewhere`. */
  tell(find: (target: Node) => Pressable | null, elsewhere: () => void) {
    this.#find = find;
    this.#elsewhere = elsewhere;
  }

  #hear(event: Event) {
    const target = (event.composedPath()[0] ?? event.target) as Element;
    if (typeof target?.closest !== 'function') return;
    const compose = this.#find(target);
    if (!compose) {
      if (event.type === 'click' && event.isTrusted && !target.closest(parts.dialog)) this.#elsewhere();
      return;
    }
    const press = pressOf(event, target);
    if (press === null) return event.isTrusted ? compose.wentOn('here') : undefined;
    if (press.what === 'nothing') return;
    if (press.what === 'send' && compose.isHeld && !this.#isOurs) {
      event.preventDefault();
      event.stopImmediatePropagation();
      compose.askBeforeSend(() => this.#again(compose, target, press.byKeys));
      return;
    }
    if (press.counts) compose.pressed(press.what, press.byEscape);
  }

  #again({ element }: Pressable, target: Element, byKeys: boolean) {
    const pressed = byKeys ? null : target.closest<HTMLElement>('button');
    const button = pressed?.isConnected ? pressed : element.querySelector<HTMLElement>(parts.send);
    this.#isOurs = true;
    try {
      button?.click();
    } finally {
      this.#isOurs = false;
    }
  }
}

interface Press {
  what: 'send' | 'discard' | 'nothing';
  byKeys: boolean;
  byEscape: boolean;
  /** It is what sends, and not only on the way to it: a key on a button becomes a click. */
  counts: boolean;
}

/** What an event in a compose means to the page. Null: the rep goes on writing. */
function pressOf(event: Event, target: Element): Press | null {
  const press = (what: Press['what'], more: Partial<Press> = {}): Press => ({
    what,
    byKeys: false,
    byEscape: false,
    counts: true,
    ...more,
  });
  const isOnSend = target.closest(parts.sendArea) !== null || isSend(target);
  if (event.type === 'click') {
    if (target.closest(parts.discard)) return press('discard');
    if (!isOnSend) return press('nothing');
    // Beside Send lies the menu that sends later: held like Send, and no proof of anything.
    return press('send', { counts: isSend(target) });
  }
  if (event.type === 'input') return null;
  const { key, ctrlKey, metaKey } = event as KeyboardEvent;
  if (key === 'Enter' && (ctrlKey || metaKey)) return press('send', { byKeys: true });
  if (isOnSend && (key === 'Enter' || key === ' ')) return press('send', { counts: false });
  if (key === 'Escape') return press('discard', { byEscape: true });
  return press('nothing');
}

/** Any split button of Outlook's has such an id; of those in a compose, Send comes first. */
function isSend(target: Element): boolean {
  const button = target.closest(parts.send);
  if (!button) return false;
  const area = button.closest(parts.sendArea) ?? button.closest(parts.compose);
  return area === null || area.querySelector(parts.send) === button;
}
