import { openWindow } from './compose.js';
import { h } from './dom.js';
import { nodesOf } from './safe-html.js';
import { read } from './session.js';
import { search, show, toolbar } from './shell.js';
import { tokenOf } from './tokens.js';

const NAMES = { INBOX: 'Inbox', SENT: 'Sent', DRAFT: 'Drafts' };
const EMPTY = { INBOX: 'No mail here yet.', SENT: 'Nothing sent yet. Press Compose to write.', DRAFT: 'No drafts.' };

/** Shows the inbox, Sent or Drafts, and answers how to bring it up to date. */
export function showList(label) {
  const rows = h('tbody');
  const empty = h('p.lm-empty[hidden]', EMPTY[label]);
  let before = '';
  let data = { rows: [] };

  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const fits = (row) => [...row.people, row.subject, row.snippet].join(' ').toLowerCase().includes(wanted);
    const shown = data.rows.filter(fits);
    rows.replaceChildren(...shown.map((row) => line(label, row)));
    empty.hidden = shown.length > 0;
  };
  const refresh = async () => {
    const fresh = await read('list', { label });
    const text = JSON.stringify(fresh);
    if (!fresh || text === before) return;
    before = text;
    data = fresh;
    draw();
  };

  search.oninput = draw;
  const title = h('h1.lm-title', NAMES[label]);
  show(
    h(
      'div.nH[role=main]',
      h('div.bGI.nH', toolbar(title), h('div.Cp[gh=tl]', h('div', h('table.F.cf.lm-list', rows))), empty),
    ),
  );
  void refresh();
  return refresh;
}

function line(label, row) {
  const who = label === 'INBOX' ? row.people.join(', ') : label === 'SENT' ? `To: ${row.people.join(', ')}` : 'Draft';
  const count = row.count > 1 ? h('span.lm-soft', ` ${row.count}`) : null;
  const link = h('button.lm-link[type=button]', row.subject || '(no subject)');
  const element = h(
    `tr.lm-row${row.isUnread ? '.lm-unread' : ''}`,
    h('td.lm-who', h('span', who), count),
    h('td.lm-what', link, h('span.lm-soft', row.snippet ? ` — ${row.snippet}` : '')),
    h('td.lm-when.lm-soft', when(row.at)),
  );
  element.addEventListener('click', () => void openRow(label, row));
  return element;
}

async function openRow(label, row) {
  if (label !== 'DRAFT') {
    location.hash = `#${label.toLowerCase()}/${tokenOf(row.threadId)}`;
    return;
  }
  const draft = await read('draft', { id: row.draftId });
  if (draft) openWindow({ ...draft, text: nodesOf(draft.html) });
}

function when(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
