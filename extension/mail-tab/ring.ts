import type { RingState } from '../messaging/desk-link.js';
import { ringStyle } from './ring-style.js';
import { themeBehind } from './theme.js';

export const idle: RingState = { glow: 'Idle', word: 'Lumina', count: 0, strength: 0 };

/** The ring beside Send: one shape, one word and one colour per state, so that none of the three is needed alone. */
export class Ring {
  readonly host = document.createElement('span');
  readonly #button = document.createElement('button');
  readonly #drawing = document.createElementNS(svg, 'svg');
  readonly #tip = document.createElement('span');
  readonly #spoken = document.createElement('span');

  constructor(onPress: () => void) {
    this.host.dataset.testid = 'ring';
    this.host.style.cssText =
      'display:inline-block;position:relative;z-index:1;vertical-align:middle;width:32px;height:32px;margin:0 4px';
    const root = this.host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = ringStyle;
    this.#button.type = 'button';
    this.#button.setAttribute('aria-keyshortcuts', 'Alt+L');
    this.#drawing.setAttribute('viewBox', '0 0 24 24');
    this.#drawing.setAttribute('aria-hidden', 'true');
    this.#tip.className = 'tip';
    this.#spoken.className = 'spoken';
    this.#spoken.setAttribute('role', 'status');
    this.#button.append(this.#drawing, this.#tip);
    root.append(style, this.#button, this.#spoken);
    this.#button.addEventListener('click', (event) => {
      event.stopPropagation();
      onPress();
    });
    // In a row at the top of the window a word above it would be cut off.
    const look = () => {
      this.host.dataset.tip = this.host.getBoundingClientRect().top < 160 ? 'below' : 'above';
      this.fitIn();
    };
    for (const type of ['pointerenter', 'focusin']) this.host.addEventListener(type, look);
    // Gmail takes Enter and Space in its toolbar for its own buttons.
    for (const type of ['keydown', 'keyup', 'keypress', 'mousedown']) {
      this.host.addEventListener(type, (event) => event.stopPropagation());
    }
    this.show(idle);
    this.opened(false);
  }

  show({ glow, word, count, strength }: RingState) {
    this.fitIn();
    const changed = this.host.dataset.glow !== glow || this.#tip.textContent !== word;
    this.host.dataset.glow = glow;
    this.#button.dataset.glow = glow;
    // Never under 35 %, and the outline around it is always whole: the light fades with doubt, the message does not.
    this.#button.style.setProperty('--strength', String(Math.max(0.35, strength)));
    this.#button.setAttribute('aria-label', glow === 'Idle' ? word : `Lumina: ${word}`);
    this.#tip.textContent = word;
    this.#drawing.replaceChildren(...drawingOf(glow, count));
    if (changed && glow !== 'Idle') this.#spoken.textContent = word;
  }

  /** Takes on the colours of what is behind it. */
  fitIn() {
    this.host.dataset.theme = themeBehind(this.host);
  }

  opened(isOpen: boolean) {
    this.#button.setAttribute('aria-expanded', String(isOpen));
  }

  focus() {
    this.#button.focus();
  }
}

const svg = 'http://www.w3.org/2000/svg';

function shape(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

function drawingOf(glow: RingState['glow'], count: number): SVGElement[] {
  const circle = (kind: string) => shape('circle', { class: kind, cx: 12, cy: 12, r: 9 });
  switch (glow) {
    case 'Idle':
      return [circle('line')];
    case 'Thinking':
      return [circle('line'), ...[8, 12, 16].map((cx) => shape('circle', { class: 'dot', cx, cy: 12, r: 1.4 }))];
    case 'SuggestionReady':
      return [circle('light'), circle('edge'), shape('text', { x: 12, y: 15.6 }, String(count))];
    case 'Stale':
      return [circle('dashed')];
    case 'Applied':
      return [circle('light'), circle('edge'), shape('path', { class: 'check', d: 'M8 12.2l2.8 2.8L16 9.6' })];
  }
}
