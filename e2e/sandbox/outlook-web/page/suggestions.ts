import type { Person } from '../wire.js';
import { h } from './dom.js';
import { directory, me, read } from './session.js';
import { words } from './words.js';

const SHOWN = 5;

let known: Promise<Person[]> | undefined;

/** Everybody this mailbox has written with, and the colleagues. */
function contacts(): Promise<Person[]> {
  known ??= read<Person[]>('people').then((people) => [
    ...directory.filter((one) => one.address !== me.address),
    ...(people ?? []),
  ]);
  return known;
}

/** One of the names, or the address, begins like that. */
function fits({ name, address }: Person, typed: string): boolean {
  return [name, ...name.split(' '), address].some((one) => one.toLowerCase().startsWith(typed));
}

/** The list of people below a well while somebody types; picking one hands it over. */
export function suggest(place: HTMLElement, pick: (person: Person) => void) {
  let list: HTMLElement | undefined;
  let turn = 0;

  function close(): void {
    turn += 1;
    list?.remove();
    list = undefined;
  }

  async function show(typed: string, taken: Person[]): Promise<void> {
    close();
    if (typed.length < 2) return;
    const mine = turn;
    const others = (await contacts()).filter(({ address }) => !taken.some((one) => one.address === address));
    const found = others.filter((person) => fits(person, typed.toLowerCase()));
    if (mine !== turn || found.length === 0) return;
    list = h(
      'div',
      { role: 'listbox', 'aria-label': words.suggestions, $: 'suggestions' },
      found.slice(0, SHOWN).map(option),
    );
    place.append(list);
  }

  function option(person: Person): HTMLElement {
    const line = h(
      'div',
      { role: 'option', 'aria-selected': 'false', $: 'suggestion', 'data-standin-person': person.address },
      h('span', {}, person.name || person.address),
      h('span', { $: 'soft' }, person.address),
    );
    // Before the well loses the focus.
    line.addEventListener('mousedown', (event) => {
      event.preventDefault();
      pick(person);
    });
    return line;
  }

  return { show: (typed: string, taken: Person[]) => void show(typed, taken), close };
}
