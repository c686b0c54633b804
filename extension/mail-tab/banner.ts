import { ringStyle } from './ring-style.js';
import { themeBehind } from './theme.js';

/** One sentence over a compose that a rep must not miss. It stays as long as it is true, and takes no click from the page. */
export class Banner {
  readonly #host = document.createElement('div');
  readonly #text = document.createElement('p');
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly compose: () => HTMLElement,
    signal: AbortSignal,
  ) {
    this.#host.dataset.testid = 'compose-banner';
    const root = this.#host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = ringStyle + bannerStyle;
    this.#text.setAttribute('role', 'status');
    root.append(style, this.#text);
    signal.addEventListener('abort', () => this.say(null));
  }

  say(sentence: string | null) {
    clearInterval(this.#timer);
    if (sentence === null) return this.#host.remove();
    this.#host.dataset.theme = themeBehind(this.compose());
    document.documentElement.append(this.#host);
    this.#text.textContent = sentence; // once it is in the page: only then is a change of it read out
    this.#place();
    this.#timer = setInterval(() => this.#place(), 400);
  }

  /** Above the compose where there is room, else over its upper edge. */
  #place() {
    const { left, top, width, height } = this.compose().getBoundingClientRect();
    const tall = this.#text.offsetHeight;
    const { style } = this.#host;
    style.cssText = `position:fixed;z-index:2147482500;pointer-events:none;left:${Math.round(left)}px;top:${Math.round(Math.max(0, top - tall))}px;width:${Math.round(width)}px`;
    style.visibility = width > 0 && height > 0 ? 'visible' : 'hidden';
  }
}

const bannerStyle = `
p { all:unset; box-sizing:border-box; display:block; max-width:100%; padding:8px 12px; border-left:4px solid var(--yellow); border-radius:4px; background:var(--paper); color:var(--ink); font:13px/1.4 system-ui,sans-serif; box-shadow:0 0 0 1px rgb(128 128 128/.3),0 4px 12px rgb(0 0 0/.16); }
@media (forced-colors: active) { p { border:1px solid; } }
`;
