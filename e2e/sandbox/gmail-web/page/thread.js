import { openCompose } from './compose.js';
import { replySubject, replyText } from './compose-text.js';
import { h, onPress, withAttributes } from './dom.js';
import { nodesOf } from './safe-html.js';
import { me, read, tell } from './session.js';
import { show, toolbar } from './shell.js';

/** Shows one conversation, and answers how to bring it up to date: new messages are added, an open reply stays. */
export function showThread(id, back) {
  const list = h('div[role=list]');
  const title = h('h2.hP');
  const drawn = new Set();
  let thread = null;

  const refresh = async () => {
    const fresh = await read('thread', { id });
    if (!fresh) return;
    if (!thread) {
      title.textContent = fresh.subject || '(no subject)';
      withAttributes(title, { 'data-thread-perm-id': fresh.permId, 'data-legacy-thread-id': fresh.id });
      const backLink = withAttributes(h('a.lm-back', '← Back'), { href: back });
      const view = h('div.nH.a98.iY', h('div.nH', h('div.ha', title)), h('div.nH', h('div.aHU', list)));
      show(h('div.nH[role=main]', toolbar(backLink), h('div.g.id', view)));
    }
    thread = fresh;
    for (const message of fresh.messages) {
      if (drawn.has(message.id)) continue;
      drawn.add(message.id);
      list.append(messageView(thread, message));
    }
  };
  void refresh().then(() => tell('read', { id }));
  return refresh;
}

function messageView(thread, message) {
  const sender = withAttributes(h('span.gD', message.from.name || message.from.address), {
    email: message.from.address,
    name: message.from.name,
  });
  const date = withAttributes(
    h('span.g3', new Date(message.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })),
    {
      title: new Date(message.at).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' }),
    },
  );
  const to = h(
    'div.lm-soft',
    `to ${message.to.map((person) => (person.address === me.email ? 'me' : person.name || person.address)).join(', ')}`,
  );
  const head = h(
    'table.cf.gJ[role=presentation]',
    h('tbody', h('tr.acZ', h('td.gF', h('h3.iw', sender), to), h('td.gK', date))),
  );
  const text = h('div.ii.gt', h('div.a3s.aiL', nodesOf(message.html)));
  const slot = h('div.ip');
  const reply = h('span.ams.bkH[role=button][tabindex=0]', 'Reply');
  const element = withAttributes(h('div.adn.ads', h('div.gs', head, h('div', text))), {
    'data-message-id': `#${message.permId}`,
    'data-legacy-message-id': message.id,
  });
  onPress(reply, () => openReply(thread, message, slot));
  return h('div.h7[role=listitem]', element, slot, h('div.amn', reply));
}

function openReply(thread, message, slot) {
  if (slot.firstChild) return;
  const own = message.from.address === me.email;
  const start = {
    threadPermId: thread.permId,
    threadId: thread.id,
    parentPermId: message.permId,
    to: own ? message.to : [message.from],
    subject: replySubject(thread.subject),
    text: replyText(message),
  };
  const place = (root) => {
    slot.append(root);
    slot.classList.add('adB');
  };
  openCompose(start, 'inline', place, () => slot.classList.remove('adB'));
}
