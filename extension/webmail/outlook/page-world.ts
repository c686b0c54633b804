import { hello, type PageWorldPaste, pasteMark, ready } from './page-world-words.js';
import type { Pasted } from './paste.js';

/**
 * This side of the line to our script in the page's own world, where the browser needs one. Both sides meet before any
 * script of the page runs; the channel they agree on is another on every load.
 */
class PageWorld {
  readonly #channel = crypto.randomUUID();
  #isThere = false;

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Must be called at document_start: later, scripts of the page could answer. */
  meet(page: Document) {
    const greet = () => page.dispatchEvent(new CustomEvent(hello, { detail: this.#channel }));
    page.addEventListener(`${ready}${this.#channel}`, () => (this.#isThere = true), { once: true });
    page.addEventListener(ready, greet, { once: true });
    greet();
    page.removeEventListener(ready, greet);
    if (!this.#isThere) page.addEventListener(ready, greet, { once: true });
  }

  /** @returns whether the editor took it in hand. */
  paste(target: HTMLElement, { text, html }: Pasted): boolean {
    const token = crypto.randomUUID();
    target.setAttribute(pasteMark, token);
    const ask: PageWorldPaste = { token, text, html: html ?? null };
    target.ownerDocument.dispatchEvent(new CustomEvent(this.#channel, { detail: JSON.stringify(ask) }));
    const wasTaken = target.getAttribute(pasteMark) === 'taken';
    target.removeAttribute(pasteMark);
    return wasTaken;
  }
}

export const pageWorld = new PageWorld();
