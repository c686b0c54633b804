import { find } from './page-parts.js';

const mostPerMinute = 12;

/**
 * Keeps the ring beside Send. Outlook draws that row anew whenever it likes and drops what it does not know; where it does
 * so again and again, or there is no such row, the ring floats over the compose's corner instead: it is always there.
 */
export class RingPlace {
  #ring: HTMLElement | null = null;
  #put: number[] = [];
  #floats = false;
  readonly #own: string;

  constructor(
    ring: HTMLElement,
    private readonly root: () => HTMLElement,
    private readonly signal: AbortSignal,
  ) {
    this.#ring = ring;
    this.#own = ring.style.cssText;
    signal.addEventListener('abort', () => ring.remove());
    this.keep();
  }

  /** Cheap enough to be asked with every change of the page. */
  keep() {
    const ring = this.#ring;
    if (!ring || this.signal.aborted || this.#floats) return;
    const anchor = find(this.root(), 'sendArea') ?? find(this.root(), 'discard');
    if (anchor && anchor.nextSibling === ring) return;
    const now = Date.now();
    this.#put = this.#put.filter((at) => now - at < 60_000);
    if (!anchor || this.#put.length >= mostPerMinute) return this.#float(ring);
    this.#put.push(now);
    anchor.after(ring);
  }

  #float(ring: HTMLElement) {
    this.#floats = true;
    ring.dataset.floats = '';
    ring.ownerDocument.documentElement.append(ring);
    const place = () => {
      const { right, top, width, height } = this.root().getBoundingClientRect();
      const isSeen = width > 0 && height > 0;
      ring.style.cssText = `${this.#own};position:fixed;z-index:2147482000;left:${Math.round(right - 48)}px;top:${Math.round(Math.max(4, top + 8))}px;${isSeen ? '' : 'visibility:hidden'}`;
    };
    place();
    const timer = setInterval(place, 400);
    this.signal.addEventListener('abort', () => clearInterval(timer));
    ring.ownerDocument.defaultView?.addEventListener('resize', place, { signal: this.signal });
  }
}
