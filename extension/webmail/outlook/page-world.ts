import { heard, hello, type PageWorldPaste, pasteMark } from './page-world-words.js';
import type { Pasted } from './paste.js';

/**
 * This side of the line to our script in the page's own world, where the browser needs one. Both sides meet before any
 * script of the page runs, that one first, as the manifest lists them; the channel they agree on is another on every load.
 */
class PageWorld {
  readonly #channel = crypto.randomUUID();
  #isThere = false;

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Must be called at document_start: later, scripts of the page could answer. Who does not answer at once is not there. */
  meet(page: Document) {
    const hear = () => {
      this.#isThere = true;
    };
    page.addEventListener(heard + this.#channel, hear);
    page.dispatchEvent(new CustomEvent(hello, { detail: this.#channel }));
    page.removeEventListener(heard + this.#channel, hear);
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
