import type { Compose, Place } from './compose.js';
import { button, h } from './dom.js';
import { popOut } from './pop-out.js';
import { words } from './words.js';

/** The right part of the page: what is read, or one of the composes begun there; the others wait behind tabs. */

const reading = h('div', { id: 'ReadingPaneContainerId', $: 'reading' });
const composing = h('div', { $: 'composing' });
const tabs = h('div', { role: 'tablist', $: 'tabs' });

export const stage = h(
  'div',
  { 'data-app-section': 'MailReadCompose', role: 'main', 'aria-label': words.readingPane, $: 'stage' },
  reading,
  composing,
  tabs,
);

const standing = new Map<HTMLElement, Compose | undefined>();
let front: HTMLElement | undefined;

/** Shows something to read; composes go behind it and stay in the document. */
export function showReading(view: HTMLElement): void {
  if (reading.firstElementChild !== view) reading.replaceChildren(view);
  front = undefined;
  draw();
}

/** A place for a compose that is no answer within a conversation. */
export function onStage(): Place {
  return {
    document,
    isInline: false,
    show: (root) => {
      if (!standing.has(root)) standing.set(root, undefined);
      composing.append(root);
      front = root;
      draw();
    },
    hide: (root) => {
      standing.delete(root);
      root.remove();
      if (front === root) front = undefined;
      draw();
    },
    end: () => {},
    popOut,
  };
}

/** Gives a compose on the stage its tab. */
export function tabFor(compose: Compose): void {
  standing.set(compose.root, compose);
  compose.root.addEventListener('input', draw, { capture: true });
  draw();
}

function draw(): void {
  reading.hidden = front !== undefined;
  for (const root of standing.keys()) root.hidden = root !== front;
  tabs.replaceChildren(
    ...[...standing].flatMap(([root, compose]) => {
      if (!compose) return [];
      const choose = button({ role: 'tab', 'aria-selected': String(root === front), $: 'tab' }, compose.title(), () => {
        front = root;
        draw();
      });
      const close = button({ 'aria-label': words.close, $: 'tabclose' }, '×', () => void compose.putAway());
      return [h('span', { $: 'tabpair' }, choose, close)];
    }),
  );
}
