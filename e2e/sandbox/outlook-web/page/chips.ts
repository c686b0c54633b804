import type { Person } from '../wire.js';
import { h } from './dom.js';
import { letters } from './hashed.js';
import { directory } from './session.js';
import { words } from './words.js';

/** Recipients as Outlook shows them: entities of its editor that often keep the address to themselves. */

/** Who stands behind which chip. Nothing in the chip itself always says so, and Undo makes new elements of the same id. */
const behind = new Map<string, Person>();

export function isInDirectory(person: Person): boolean {
  return directory.some((one) => one.address === person.address);
}

/**
 * Three kinds: a colleague is name and presence without an address, a name comes with its address, and a bare address is
 * its own name.
 */
export function chip(person: Person): HTMLElement {
  const colleague = directory.find((one) => one.address === person.address);
  const name = colleague?.name ?? person.name;
  const id = `REK${letters(8)}`;
  behind.set(id, { name, address: person.address });
  const label = colleague ? `${words.offline}${name}` : name === '' ? person.address : `${name} <${person.address}>`;
  const presence = colleague ? h('span', { $: 'presence', 'aria-hidden': 'true' }) : null;
  const remove = h('span', { $: 'remove', role: 'button', 'aria-hidden': 'true' }, '×');
  return h(
    'span',
    { id, draggable: 'true', 'aria-label': label, contenteditable: 'false' },
    presence,
    h('span', {}, name || person.address),
    remove,
  );
}

/** Whom the chips in a well stand for, in their order. */
export function peopleOf(well: Element): Person[] {
  return [...well.querySelectorAll('._EType_RECIPIENT_ENTITY')].flatMap((element) => behind.get(element.id) ?? []);
}

/** What was typed as people, as far as it reads like addresses; the rest is left over. */
export function parsePeople(typed: string): { people: Person[]; rest: string } {
  const pieces = typed.split(/[,;\n]/).map((one) => one.replaceAll('\u200b', '').trim());
  const people: Person[] = [];
  const rest: string[] = [];
  for (const piece of pieces.filter((one) => one !== '')) {
    const named = /^"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>$/.exec(piece);
    if (named) people.push({ name: named[1] ?? '', address: (named[2] ?? '').toLowerCase() });
    else if (/^[^\s<>@]+@[^\s<>@]+$/.test(piece)) people.push({ name: '', address: piece.toLowerCase() });
    else rest.push(piece);
  }
  return { people, rest: rest.join('; ') };
}
