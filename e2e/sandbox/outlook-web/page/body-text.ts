import type { Item, Person } from '../wire.js';
import { h } from './dom.js';
import { nodesOf, quotedNodes } from './safe-html.js';
import { me } from './session.js';
import { dayAndTime, words } from './words.js';

/** What a compose begins with: Outlook's own marks round signature and quoted mail, by which others tell them apart. */

/** As Outlook writes on every line of one's own. */
const PLAIN = 'font-family: Aptos, Calibri, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);';

/** Room to write, and the signature where the rep has one. */
export function newText(): Node[] {
  const line = () => h('div', { style: PLAIN }, h('br'));
  return me.signature ? [line(), line(), h('div', { id: 'Signature' }, ...nodesOf(me.signature))] : [line()];
}

/** What is answered or forwarded, as it comes to stand below the text. */
export function quoteOf(item: Item): Node[] {
  const head = document.createElement('font');
  for (const [name, value] of [
    ['face', 'Calibri, sans-serif'],
    ['style', 'font-size:11pt'],
    ['color', '#000000'],
  ] as const)
    head.setAttribute(name, value);
  const to = item.to.map(written).join('; ');
  for (const [name, value] of [
    [words.from, written(item.from)],
    [words.sentOn, dayAndTime(item.at)],
    [words.to, to],
    [words.subject, item.subject],
  ])
    head.append(...(head.hasChildNodes() ? [h('br')] : []), h('b', {}, `${name}:`), ` ${value}`);
  return [
    h('div', { id: 'appendonsend' }),
    h('hr', { style: 'display:inline-block;width:98%', tabindex: '-1' }),
    h('div', { id: 'divRplyFwdMsg', dir: 'ltr' }, head, h('div', {}, '\u00a0')),
    h('div', { class: 'BodyFragment' }, ...quotedNodes(item.html)),
  ];
}

/** "RE: " once, in the language of the page. */
export function answeredSubject(subject: string, mark: string): string {
  return subject.toLowerCase().startsWith(mark.toLowerCase()) ? subject : `${mark}${subject}`;
}

function written(person: Person): string {
  return person.name ? `${person.name} <${person.address}>` : person.address;
}
