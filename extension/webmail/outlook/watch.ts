import { type ComposePlace, placeOf } from './compose-place.js';
import { OutlookCompose } from './outlook-compose.js';
import { findAll } from './page-parts.js';

/** How long a compose may be off the page while React builds it anew. */
const remountMs = 150;
/** How long a compose may take to grow its head; after that it is one with a body only. */
const growMs = 3000;

/**
 * Finds the composes of a page: one observer, one look per frame at most, and none for what is typed in a compose that is
 * known. A compose is known by its editor, and by Outlook's token where the page builds it anew.
 */
export class ComposeWatch {
  readonly #open = new Map<HTMLElement, OutlookCompose>();
  /** Gone, but what became of them is not known yet. */
  readonly #awaited = new Set<OutlookCompose>();
  readonly #growing = new Map<HTMLElement, number>();
  readonly #lost = new Map<OutlookCompose, symbol>();
  readonly #page: Document;
  #isDue = false;

  constructor(
    page: Document,
    private readonly found: (compose: OutlookCompose) => void,
    signal: AbortSignal,
  ) {
    this.#page = page;
    const observer = new MutationObserver((records) => {
      if (!records.every(({ target }) => this.#isInText(target))) this.#soon();
    });
    observer.observe(page.documentElement, { childList: true, subtree: true });
    signal.addEventListener('abort', () => observer.disconnect());
    page.defaultView?.addEventListener('pagehide', () => this.#pageGoes(), { signal });
    this.#look();
  }

  composeAt(target: Node): OutlookCompose | null {
    for (const compose of this.#open.values()) if (compose.element.contains(target)) return compose;
    return null;
  }

  /** The rep pressed something outside of every compose. */
  wentElsewhere() {
    for (const compose of this.#open.values()) compose.wentOn('elsewhere');
  }

  #isInText(target: Node): boolean {
    for (const editor of this.#open.keys()) if (editor.contains(target)) return true;
    return false;
  }

  #soon() {
    if (this.#isDue) return;
    this.#isDue = true;
    const look = () => {
      this.#isDue = false;
      try {
        this.#look();
      } catch (error) {
        console.debug('Lumina:', error instanceof Error ? error.name : typeof error);
      }
    };
    // A page in the background draws no frames.
    if (this.#page.hidden) setTimeout(look, 50);
    else requestAnimationFrame(look);
  }

  #look() {
    for (const [editor, compose] of this.#open)
      if (!editor.isConnected) this.#lose(editor, compose);
      else if (compose.isReplaced) this.#end(editor, compose);
    for (const editor of findAll(this.#page, 'editor')) if (!this.#open.has(editor)) this.#meet(editor);
    for (const editor of this.#growing.keys()) if (!editor.isConnected) this.#growing.delete(editor);
    for (const compose of this.#open.values()) compose.keepRing();
  }

  #meet(editor: HTMLElement) {
    const place = placeOf(editor);
    if (!place) return;
    const since = this.#growing.get(editor) ?? Date.now();
    this.#growing.set(editor, since);
    if (!place.isWhole && Date.now() - since < growMs) {
      setTimeout(() => this.#soon(), growMs - (Date.now() - since));
      return;
    }
    this.#growing.delete(editor);
    const back = this.#lostLike(place);
    if (back) {
      this.#lost.delete(back);
      back.rebind(place);
      this.#open.set(editor, back);
      return;
    }
    const compose = new OutlookCompose(place);
    const { text, subject } = compose.read();
    for (const awaited of this.#awaited) {
      const isSame = awaited.token !== null && awaited.token === place.token;
      const was = awaited.read();
      if (isSame || (text !== '' && was.text === text && was.subject === subject)) awaited.cameBack();
      if (!awaited.isAwaited) this.#awaited.delete(awaited);
    }
    this.#open.set(editor, compose);
    this.found(compose);
  }

  #lostLike({ token, editor }: ComposePlace): OutlookCompose | null {
    const isSame = (compose: OutlookCompose) =>
      token !== null && compose.token !== null ? compose.token === token : compose.editor === editor;
    return [...this.#lost.keys()].find((compose) => !compose.signal.aborted && isSame(compose)) ?? null;
  }

  #lose(editor: HTMLElement, compose: OutlookCompose) {
    this.#open.delete(editor);
    const loss = Symbol();
    this.#lost.set(compose, loss);
    setTimeout(() => {
      if (this.#lost.get(compose) !== loss) return;
      this.#lost.delete(compose);
      this.#end(editor, compose);
    }, remountMs);
  }

  #end(editor: HTMLElement, compose: OutlookCompose) {
    if (this.#open.get(editor) === compose) this.#open.delete(editor);
    if (compose.isAwaited) this.#awaited.add(compose);
    compose.end();
  }

  #pageGoes() {
    for (const compose of [...this.#open.values(), ...this.#awaited]) compose.pageGoes();
  }
}
