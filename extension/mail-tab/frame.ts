import { browser } from 'wxt/browser';
import type { Compose } from '../webmail/webmail.js';
import { type Box, placePanel } from './place.js';

/**
 * The panel's frame: an extension page, so that the mail page can neither read it nor hear its keys. Made when the rep
 * first asks for it, then kept, and moved beside the compose it belongs to.
 */
export class PanelFrame {
  #frame: HTMLIFrameElement | null = null;
  #height = 120;
  #beside: Compose | null = null;
  #others: readonly Compose[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `placed` is called each time it was looked where the panel belongs. */
  constructor(
    signal: AbortSignal,
    private readonly placed: () => void,
  ) {
    addEventListener('resize', () => this.#place(), { signal });
    signal.addEventListener('abort', () => {
      clearInterval(this.#timer);
      this.#frame?.remove();
    });
  }

  get isShown(): boolean {
    return this.#frame !== null && this.#frame.style.visibility === 'visible';
  }

  /** Beside `compose`, or docked in the corner, and over none of the `others`. */
  show(compose: Compose | null, others: readonly Compose[]) {
    this.#beside = compose;
    this.#others = others;
    this.#frame ??= this.#make();
    this.#frame.style.visibility = 'visible';
    this.#place();
    // Composes move when their neighbours open, close or minimise, and nothing tells of that.
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#place();
      this.placed();
    }, 400);
  }

  hide() {
    clearInterval(this.#timer);
    if (this.#frame) this.#frame.style.visibility = 'hidden';
  }

  fit(height: number) {
    this.#height = height;
    this.#place();
  }

  get isFocused(): boolean {
    return this.#frame !== null && document.activeElement === this.#frame;
  }

  focus() {
    this.#frame?.focus();
  }

  #place() {
    if (!this.isShown || !this.#frame) return;
    const compose = this.#beside ? boxOf(this.#beside.element) : null;
    const others = this.#others.map(({ element }) => boxOf(element));
    const view = { width: document.documentElement.clientWidth || innerWidth, height: innerHeight };
    const box = placePanel(compose, others, this.#height, view);
    const { style } = this.#frame;
    for (const side of ['left', 'top', 'width', 'height'] as const) {
      const value = `${Math.round(box[side])}px`;
      if (style[side] !== value) style[side] = value;
    }
  }

  #make(): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.src = browser.runtime.getURL('/panel.html');
    frame.title = 'Lumina';
    frame.dataset.testid = 'panel-frame';
    frame.style.cssText = `position:fixed;z-index:2147483000;border:0;margin:0;padding:0;border-radius:8px;
      box-shadow:0 0 0 1px light-dark(rgb(0 0 0/.12),rgb(255 255 255/.18)),0 8px 24px rgb(0 0 0/.18);visibility:hidden;color-scheme:light dark;background:none`;
    document.documentElement.append(frame);
    return frame;
  }
}

const boxOf = (element: HTMLElement): Box => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
};
