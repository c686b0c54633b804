import { readableText } from './gmail-view.js';
import { escapeHtml } from './http.js';
import type { Delivery } from './ledger.js';
import { textOf } from './mime-tree.js';
import { PAGE_STYLE } from './page-style.js';
import { subjectOf } from './people.js';

const DONE: Record<string, string> = {
  reply: 'The reply is on its way: look in the inbox.',
  away: 'The out-of-office note is on its way. It does not count as a reply.',
  bounce: 'The delivery failure is on its way.',
};

/** Everything the prospects received, newest first, the opened one unfolded. */
export function prospectsPage(received: Delivery[], opened: number, did: string | null): string {
  const list = received.map((one, index) => mail(one, opened === one.id || (!opened && index === 0)));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Prospects (sandbox)</title><style>${PAGE_STYLE}${STYLE}</style></head><body><main>
    <h1>What the prospects received</h1>
    <p class="soft">Every address that is not a rep’s lands here. Nothing leaves this computer. <a href="/prospects">Look again</a></p>
    ${did && DONE[did] ? `<p class="note" role="status">${DONE[did]}</p>` : ''}
    ${list.length > 0 ? list.join('') : '<p class="card soft">No mail yet. Send one from the mail page and look again.</p>'}
  </main></body></html>`;
}

function mail(one: Delivery, isOpen: boolean): string {
  const hasHtml = textOf(one.raw, 'text/html') !== '';
  const when = new Date(one.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const to = one.recipients.map(escapeHtml).join(', ');
  const subject = escapeHtml(subjectOf(one.raw) || '(no subject)');
  const body = hasHtml
    ? `<iframe sandbox src="/prospects/mail/${one.id}" title="The mail as ${to} sees it"></iframe>`
    : `<pre>${escapeHtml(readableText(one.raw))}</pre>`;
  return `<details class="card mail"${isOpen ? ' open' : ''}><summary><h2>${subject}</h2>
      <span class="soft">to ${to} · from ${escapeHtml(one.sender)} · ${when}</span></summary>
    ${body}
    <form method="post" action="/prospects/act"><input type="hidden" name="id" value="${one.id}">
      ${who(one)}
      <label class="answer">Answer<textarea name="text" rows="3" placeholder="Thank you, that sounds interesting. Shall we speak on Thursday?"></textarea></label>
      <div class="row"><button class="main" name="act" value="reply">Reply</button>
        <button name="act" value="away">Out of office</button><button name="act" value="bounce">Bounce</button></div>
    </form></details>`;
}

function who(one: Delivery): string {
  const [only = ''] = one.recipients;
  if (one.recipients.length < 2) return `<input type="hidden" name="from" value="${escapeHtml(only)}">`;
  const options = one.recipients.map((address) => `<option>${escapeHtml(address)}</option>`).join('');
  return `<label>As <select name="from">${options}</select></label>`;
}

const STYLE = `
  main { max-width: 760px; margin: 32px auto; padding: 0 16px; } a { color: var(--link); }
  .mail { margin-bottom: 12px; padding: 0; } summary { padding: 14px 20px; cursor: pointer; list-style: none; }
  summary::-webkit-details-marker { display: none; } summary h2 { overflow-wrap: anywhere; }
  .mail[open] summary { border-bottom: 1px solid var(--line); }
  .note { background: var(--paper); border: 1px solid var(--blue); border-radius: 8px; padding: 10px 16px; }
  iframe { display: block; width: calc(100% - 40px); height: 240px; margin: 16px 20px; border: 0; background: #fff; border-radius: 4px; resize: vertical; overflow: auto; }
  pre { margin: 16px 20px; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
  form { padding: 0 20px 16px; } .answer { display: block; font-size: 13px; color: var(--soft); }
  textarea, select { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 8px 10px; }
  textarea { display: block; width: 100%; margin-top: 4px; } .row { display: flex; gap: 8px; margin-top: 10px; }
`;
