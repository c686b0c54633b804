import { button, h } from './dom.js';
import { letters } from './hashed.js';
import { words } from './words.js';

export interface Acts {
  send(): void;
  discard(): void;
  popOut(): void;
  switchCanvas(): void;
}

/** Send, Discard and the rest, with ids made up anew: each time it is drawn it is another row. */
export function actionRow(acts: Acts): HTMLElement {
  const id = `splitButton-r${letters(2)}__`;
  const send = button(
    { id: `${id}primaryActionButton`, 'aria-label': words.send, title: words.sendKeys, $: 'press primary' },
    words.send,
    acts.send,
  );
  const more = button(
    {
      id: `${id}menuButton`,
      'aria-label': words.moreSend,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      $: 'press primary',
    },
    '▾',
    () => menu(more),
  );
  const named = (attributes: Record<string, string>, sign: string, press: () => void) =>
    button({ $: 'press', ...attributes }, sign, press);
  return h(
    'div',
    { $: 'actions' },
    h('div', { 'data-testid': 'ComposeSendButton', $: 'split' }, send, more),
    named({ id: 'discardCompose', 'aria-label': words.discard, title: words.discardKeys }, words.discard, acts.discard),
    named({ id: 'popoutCompose', 'aria-label': words.popOut, title: words.popOut }, '↗', acts.popOut),
    named({ 'aria-label': words.canvas, title: words.canvas, 'data-standin-canvas': '' }, '◐', acts.switchCanvas),
  );
}

/** The menu beside Send; its one entry does nothing here. */
function menu(at: HTMLElement): void {
  const shown = at.nextElementSibling;
  at.setAttribute('aria-expanded', String(!shown));
  if (shown) shown.remove();
  else at.after(h('div', { role: 'menu', $: 'menu' }, h('div', { role: 'menuitem', tabindex: '0' }, words.sendLater)));
}
