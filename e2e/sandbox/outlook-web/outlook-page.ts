import { z } from 'zod';
import { type Account, accounts } from '../accounts.js';
import { changes } from '../gmail-web/changes.js';
import { type Answer, type Ask, html, json, redirect, UnknownRoute } from '../http.js';
import { withPageFault } from '../page-saves.js';
import type { World } from '../world.js';
import { newNonce, outlookHeaders, REPORTS } from './headers.js';
import { contactsOf, conversationOf, draftOf, listOf, messagesOf } from './mail-json.js';
import { pageScript } from './page-script.js';
import { discard, save } from './saving.js';
import type { Session, Ways } from './wire.js';

/** Everything that is a page here; what it shows is up to its own script. */
const PAGES = [
  /^\/mail\/?$/,
  /^\/mail\/(?:inbox|sentitems|drafts)(?:\/id\/[^/]+)?\/?$/,
  /^\/mail\/compose\/[^/]+$/,
  /^\/(?:mail|calendar)\/deeplink\/compose\/?$/,
];

const SCRIPT = '/owamail/20261106003.08/scripts/owa.mail.js';

/** Everything Outlook's hosts answer; `signal` ends what would stay open. What begins with /_/ is the stand-in's own. */
export async function outlookPage(world: World, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const { pathname } = ask.url;
  const place = Number(/^\/(?:mail|calendar|_)\/(\d+)(?:\/|$)/.exec(pathname)?.[1] ?? 0);
  const path = pathname.replace(/^\/(mail|calendar|_)\/\d+/, '/$1');
  const owner = accounts(world.store, 'microsoft').find((one) => one.place === place);
  if (ask.method === 'GET' && (path === '/' || path === '/mail' || path === '/owa/')) return redirect('/mail/');
  if (ask.method === 'GET' && path === SCRIPT) return script();
  if (ask.method === 'GET' && path === '/favicon.ico') return { status: 204 };
  if (ask.method === 'POST' && path === REPORTS) {
    world.cspReports.push(ask.body.toString());
    return { status: 204 };
  }
  if (!owner) return redirect('/mail/');
  if (path.startsWith('/_/')) return ownRoute(world, owner, `${ask.method} ${path.slice(3)}`, ask, signal);
  if (ask.method === 'GET' && PAGES.some((page) => page.test(path))) return shell(world, owner);
  throw new UnknownRoute(`${ask.method} https://${ask.host}${pathname}`);
}

function ownRoute(
  world: World,
  owner: Account,
  route: string,
  ask: Ask,
  signal: AbortSignal,
): Answer | Promise<Answer> {
  const mailbox = world.mailbox(owner.email);
  const query = ask.url.searchParams;
  const found = (value: unknown) => (value === undefined ? json(null, 404) : json(value));
  switch (route) {
    case 'GET list':
      return json(listOf(mailbox, z.enum(['inbox', 'sentitems', 'drafts']).parse(query.get('folder'))));
    case 'GET conversation':
      return found(conversationOf(mailbox, query.get('id') ?? ''));
    case 'GET draft':
      return found(draftOf(mailbox, query.get('id') ?? ''));
    case 'GET people':
      return json(contactsOf(mailbox));
    case 'GET ways':
      return json(ways(world, owner));
    case 'GET changes':
      return changes(world, signal);
    case 'POST save':
      return withPageFault(world, () => save(world, owner, ask.body.toString(), false));
    case 'POST send':
      return withPageFault(world, () => save(world, owner, ask.body.toString(), true));
    case 'POST discard':
      return discard(world, owner, ask.body.toString());
    case 'POST read':
      return relabel(world, owner, ask, [], ['UNREAD']);
    // There is no Archive here: both go to Deleted Items.
    case 'POST archive':
    case 'POST remove':
      return relabel(world, owner, ask, ['TRASH'], ['INBOX', 'UNREAD']);
    default:
      throw new UnknownRoute(`${route} of Outlook's page`);
  }
}

function relabel(world: World, owner: Account, ask: Ask, add: string[], remove: string[]): Answer {
  const mailbox = world.mailbox(owner.email);
  const { conversationId } = z.object({ conversationId: z.string() }).parse(JSON.parse(ask.body.toString()));
  for (const message of messagesOf(mailbox, conversationId))
    if (message.labels.includes('INBOX')) mailbox.relabel(message.id, add, remove);
  return json({});
}

function ways(world: World, owner: Account): Ways {
  const { outlookSend, outlookUndoSendMs, outlookDiscardFails } = world.mailbox(owner.email).flags;
  return { send: outlookSend, undoSendMs: outlookUndoSendMs, discardFails: outlookDiscardFails };
}

function shell(world: World, owner: Account): Answer {
  const nonce = newNonce();
  const signature = world.mailbox(owner.email).flags.outlookSignature ? owner.signature : '';
  const session: Session = {
    me: { name: owner.name, address: owner.email, place: owner.place, signature },
    directory: accounts(world.store, 'microsoft').map(({ name, email }) => ({ name, address: email })),
  };
  const data = JSON.stringify(session).replaceAll('<', '\\u003c');
  return html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mail</title><meta name="application-name" content="owamail">
    <script type="application/json" id="session" nonce="${nonce}">${data}</script></head>
    <body><script type="module" nonce="${nonce}" src="${SCRIPT}"></script></body></html>`,
    outlookHeaders(nonce),
  );
}

async function script(): Promise<Answer> {
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, body: await pageScript() };
}
