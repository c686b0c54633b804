import { h, withAttributes } from './dom.js';
import { nodesOf } from './safe-html.js';
import { me } from './session.js';

/** What a compose begins with: Gmail's own marks round signature and quoted text, by which others tell them apart. */

/** Room to write, then the signature. */
export function newMailText() {
  const signature = withAttributes(h('div.gmail_signature[dir=ltr]', h('div[dir=ltr]', nodesOf(me.signature))), {
    'data-smartmail': 'gmail_signature',
  });
  const clear = withAttributes(h('br'), { clear: 'all' });
  return [h('br'), clear, h('div', h('br')), h('span.gmail_signature_prefix', '-- '), h('br'), signature];
}

/** Room to write, then what is answered. */
export function replyText(message) {
  const day = new Date(message.at).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const time = new Date(message.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const link = withAttributes(h('a', message.from.address), { href: `mailto:${message.from.address}` });
  const said = h(
    'div.gmail_attr[dir=ltr]',
    `On ${day} at ${time}${message.from.name ? ` ${message.from.name}` : ''} <`,
    link,
    '> wrote:',
    h('br'),
  );
  const quoted = h('blockquote.gmail_quote', nodesOf(message.html));
  quoted.style.cssText = 'margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex';
  return [h('br'), h('br'), h('div.gmail_quote.gmail_quote_container', said, quoted)];
}

/** "Re:" once. */
export function replySubject(subject) {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

/** The caret before everything else. */
export function caretAtStart(body) {
  body.focus();
  const range = document.createRange();
  range.setStart(body, 0);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
