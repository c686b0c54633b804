import { type Account, accounts } from '../accounts.js';
import { deleteDraft, draft } from '../drafts.js';
import { type Answer, type Ask, escapeHtml, html, json, redirect, UnknownRoute } from '../http.js';
import { withPageFault } from '../page-saves.js';
import type { World } from '../world.js';
import { changes } from './changes.js';
import { gmailHeaders, newNonce } from './headers.js';
import { countsOf, draftOf, listOf, threadOf } from './mail-json.js';
import { pageFile } from './page-files.js';
import { sync } from './sync.js';

/** Everything https://mail.google.com answers. What begins with /_/ is the stand-in's own. */
export async function gmailPage(world: World, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const path = ask.url.pathname;
  const place = Number(/\/u\/(\d+)/.exec(path)?.[1] ?? 0);
  const owner = accounts(world.store, 'google').find((one) => one.place === place);
  const route = `${ask.method} ${path.replace(/\/u\/\d+/, '/u/N')}`;
  if (path.startsWith('/_/page/')) return pageFile(path.slice('/_/page/'.length));
  if (!owner) return redirect('/mail/u/0/');
  switch (route) {
    case 'GET /':
    case 'GET /mail':
    case 'GET /mail/':
      return redirect('/mail/u/0/');
    case 'GET /mail/u/N':
    case 'GET /mail/u/N/':
      return ask.url.searchParams.get('view') === 'om' ? originalMessage(world, owner, ask) : shell(world, owner);
    case 'POST /sync/u/N/i/s':
      return withPageFault(world, () => sync(world, owner, ask.body.toString()));
    case 'POST /mail/cspreport':
      world.cspReports.push(ask.body.toString());
      return { status: 204 };
    case 'GET /favicon.ico':
      return { status: 204 };
    default:
      return ownRoute(world, owner, route, ask, signal);
  }
}

function ownRoute(world: World, owner: Account, route: string, ask: Ask, signal: AbortSignal): Answer {
  const mailbox = world.mailbox(owner.email);
  const id = ask.url.searchParams.get('id') ?? '';
  const found = (value: unknown) => (value === undefined ? json(null, 404) : json(value));
  switch (route) {
    case 'GET /_/u/N/list': {
      const label = ask.url.searchParams.get('label');
      return json(listOf(mailbox, label === 'SENT' || label === 'DRAFT' ? label : 'INBOX'));
    }
    case 'GET /_/u/N/counts':
      return json(countsOf(mailbox));
    case 'GET /_/u/N/thread':
      return found(threadOf(mailbox, id));
    case 'GET /_/u/N/draft':
      return found(draftOf(mailbox, id));
    case 'POST /_/u/N/discard': {
      const doomed = draft(mailbox, id);
      if (doomed?.state === 'open') deleteDraft(mailbox, doomed);
      return json(null);
    }
    case 'POST /_/u/N/read':
      for (const message of mailbox.thread(id)) mailbox.relabel(message.id, [], ['UNREAD']);
      return json(null);
    case 'GET /_/u/N/changes':
      return changes(world, signal);
    default:
      throw new UnknownRoute(route);
  }
}

/** A page by which InboxSDK turns the page's names of messages into the API's; 404 while nothing is saved yet. */
function originalMessage(world: World, owner: Account, ask: Ask): Answer {
  const message = world.mailbox(owner.email).byPermId(ask.url.searchParams.get('permmsgid') ?? '');
  if (!message) return html('<!doctype html><title>Not found</title>', {}, 404);
  const link = `/mail/u/${owner.place}?ui=2&view=att&th=${message.id}&attid=0&disp=comp`;
  return html(`<!doctype html><title>Original Message</title><a href="${escapeHtml(link)}">Download Original</a>`);
}

function shell(world: World, owner: Account): Answer {
  const nonce = newNonce();
  const rep = JSON.stringify({ me: owner, accounts: accounts(world.store, 'google') }).replaceAll('<', '\\u003c');
  return html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gmail</title><link rel="stylesheet" href="/_/page/gmail.css">
    <script type="application/json" id="rep" nonce="${nonce}">${rep}</script></head>
    <body><script type="module" nonce="${nonce}" src="/_/page/main.js"></script></body></html>`,
    gmailHeaders(nonce),
  );
}
