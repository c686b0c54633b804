import { h } from './dom.js';
import { me } from './session.js';

/** The blue bar on top of every page but a popped-out one. */
export function banner(): HTMLElement {
  const home = `/mail/?login_hint=${encodeURIComponent(me.address)}`;
  return h(
    'div',
    { role: 'banner', id: 'O365_HeaderLeftRegion', $: 'banner' },
    h('a', { id: 'O365_AppName', href: home, $: 'app' }, 'Outlook'),
    h('span', { $: 'soft' }, 'sandbox'),
  );
}
