import type { Folder, Row } from '../wire.js';
import { h } from './dom.js';
import { read } from './session.js';
import { shortly, words } from './words.js';

/** The message list. */
export const list = h('div', { id: 'MailList', role: 'listbox', 'aria-label': words.messageList, $: 'list' });

let folder: Folder = 'inbox';
let chosen: string | undefined;
let rows: Row[] = [];
let choose: (row: Row) => void = () => {};

export function onChoose(listener: (row: Row) => void): void {
  choose = listener;
}

/** Shows a folder; `itemId` is what the address says is being read. */
export async function showFolder(next: Folder, itemId?: string): Promise<Row | undefined> {
  if (next !== folder) chosen = undefined;
  folder = next;
  await refreshList();
  const named = rows.find((row) => row.itemId === itemId);
  if (named) mark(named);
  return named;
}

/** Brings the list up to date. What is chosen stays chosen. */
export async function refreshList(): Promise<void> {
  const wanted = folder;
  const fresh = await read<Row[]>('list', { folder: wanted });
  if (!fresh || wanted !== folder) return;
  rows = fresh;
  draw();
}

/** The row that is chosen, if it is still there. */
export function chosenRow(): Row | undefined {
  return rows.find((row) => row.conversationId === chosen);
}

export function mark(row: Row | undefined): void {
  chosen = row?.conversationId;
  for (const line of list.querySelectorAll<HTMLElement>('[data-convid]'))
    line.setAttribute('aria-selected', String(line.dataset.convid === chosen));
}
let lines = new Map<string, HTMLElement>();

/** A line whose row has not changed stays the same element: somebody may just be pressing it. */
function draw(): void {
  const before = lines;
  lines = new Map(
    rows.map((row) => {
      const key = JSON.stringify(row);
      return [key, before.get(key) ?? line(row)];
    }),
  );
  const wanted = [...lines.values()];
  for (const old of before.values()) if (!wanted.includes(old)) old.remove();
  for (const [at, element] of wanted.entries())
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  mark(chosenRow());
}

function line(row: Row): HTMLElement {
  const subject = row.subject || words.noSubject;
  const element = h(
    'div',
    {
      role: 'option',
      tabindex: '0',
      'data-convid': row.conversationId,
      'aria-selected': String(row.conversationId === chosen),
      'aria-label': `${row.people.join(', ')} ${subject} ${shortly(row.at)} ${row.snippet}`,
      $: row.isUnread ? 'row unread' : 'row',
      'data-standin-row': row.subject,
    },
    h('div', { $: 'who' }, row.people.join('; '), h('span', { $: 'soft' }, shortly(row.at))),
    h('div', {}, subject),
    h('div', { $: 'soft snippet' }, row.snippet),
  );
  element.addEventListener('click', () => choose(row));
  element.addEventListener('keydown', (event) => event.key === 'Enter' && !event.ctrlKey && choose(row));
  return element;
}
