import type { Person } from '../wire.js';
import { button, h } from './dom.js';
import { openWell, type Well } from './well.js';
import { words } from './words.js';

export type Kind = 'to' | 'cc' | 'bcc';
export type People = Record<Kind, Person[]>;

export interface Recipients {
  root: HTMLElement;
  people(): People;
  commit(): void;
  focus(): void;
}

/**
 * The rows for To, Cc and Bcc. In an inline answer they are one line of names until something in it takes the focus;
 * Cc and Bcc are not there at all before they are asked for.
 */
export function recipients(token: string, start: People, isCollapsed: boolean, changed: () => void): Recipients {
  const wells = new Map<Kind, Well>();
  let waiting: People | undefined = start;
  const rows = h('div', { $: 'recipients' });
  const toggles = h('div', { $: 'toggles' });
  toggles.classList.add('fui-Input');

  function expand(): void {
    if (!waiting) return;
    const { to, cc, bcc } = waiting;
    waiting = undefined;
    rows.replaceChildren(h('div', {}, toggles));
    reveal('to', to);
    for (const [kind, people] of [
      ['cc', cc],
      ['bcc', bcc],
    ] as const)
      if (people.length > 0) reveal(kind, people);
      else toggles.append(toggle(kind));
  }

  function toggle(kind: Kind): HTMLElement {
    const press = button({ $: 'toggle', 'data-standin-reveal': kind }, words[kind], () => {
      press.remove();
      reveal(kind, []).focus();
    });
    return press;
  }

  function reveal(kind: Kind, people: Person[]): Well {
    const group = h('div', { id: `MSG_${token}_${kind.toUpperCase()}`, role: 'group', $: 'group' });
    const label = button({ id: `recipient-well-label-${kind}`, $: 'label' }, words[kind], () => well.focus());
    group.append(label);
    const before = kind === 'bcc' ? null : (rows.querySelector('[id$=_BCC]') ?? null);
    rows.insertBefore(group, kind === 'to' ? rows.lastElementChild : before);
    const well = openWell(group, words[kind], people, changed);
    wells.set(kind, well);
    return well;
  }

  if (isCollapsed) {
    const names = [...start.to, ...start.cc].map((one) => one.name || one.address).join('; ');
    const line = h('div', { tabindex: '0', $: 'collapsed', 'data-standin-collapsed': '' }, `${words.to}: ${names}`);
    line.addEventListener('focusin', expand, { once: true });
    rows.append(h('div', { $: 'kind' }), line);
  } else {
    // Rooster needs its place to be in a document before it begins.
    queueMicrotask(expand);
  }

  return {
    root: rows,
    people: () => {
      if (waiting) return waiting;
      const of = (kind: Kind) => wells.get(kind)?.people() ?? [];
      return { to: of('to'), cc: of('cc'), bcc: of('bcc') };
    },
    commit: () => wells.forEach((well) => void well.commit()),
    focus: () => {
      expand();
      wells.get('to')?.focus();
    },
  };
}
