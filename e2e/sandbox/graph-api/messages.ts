import { folderOf, type WellKnownFolder } from '../exchange-ids.js';
import { type Answer, json } from '../http.js';
import type { Message } from '../mailbox.js';
import { badRequest, type Call, notFound, type Route } from './call.js';
import { readFilter, refuseInefficient, timeOf } from './filter.js';
import { folderNamed, itemAt } from './items.js';
import { messageView } from './message-view.js';

export const messageRoutes: Route[] = [
  { operation: 'messages.list', method: 'GET', path: 'me/messages', needs: 'Mail.Read', handle: (call) => list(call) },
  {
    operation: 'messages.list',
    method: 'GET',
    path: 'me/mailFolders/{}/messages',
    needs: 'Mail.Read',
    handle: (call) => list(call, folderNamed(call, call.params[0] ?? '')),
  },
  { operation: 'messages.get', method: 'GET', path: 'me/messages/{}', needs: 'Mail.Read', handle: get },
  {
    operation: 'messages.get',
    method: 'GET',
    path: 'me/mailFolders/{}/messages/{}',
    needs: 'Mail.Read',
    handle: getIn,
  },
  { operation: 'messages.mime', method: 'GET', path: 'me/messages/{}/$value', needs: 'Mail.Read', handle: mime },
];

const KNOWN = new Set(['$filter', '$orderby', '$top', '$skip', '$select', '$expand']);

/** GET of many: with no order asked for, newest first. */
function list(call: Call, folder?: WellKnownFolder): Answer {
  const { query, mailbox } = call;
  const strange = [...query.keys()].find((name) => !KNOWN.has(name));
  if (strange) throw badRequest(`The sandbox does not know the query option ${strange}`, 'RequestBroker--ParseUri');
  const conditions = readFilter(query.get('$filter'));
  const order = orderOf(query.get('$orderby'));
  refuseInefficient(
    conditions,
    order.map((one) => one.property),
  );
  const now = Date.now();
  const found = mailbox
    .messages()
    .filter((message) => folder === undefined || folderOf(message) === folder)
    .filter((message) => isVisible(call, message, now))
    .filter((message) => conditions.every((one) => one.holds(mailbox, message)))
    .sort((one, other) => inOrder(order, one, other));
  const top = whole(query.get('$top'), 10, 1000);
  const skip = whole(query.get('$skip'), 0, Number.MAX_SAFE_INTEGER);
  const page = found.slice(skip, skip + top);
  const next = skip + top < found.length ? { '@odata.nextLink': nextLink(call, folder, skip + top) } : {};
  return json({
    '@odata.context': `${call.base}/$metadata#users('me')/messages`,
    value: page.map((message) => messageView(call, message)),
    ...next,
  });
}

/** Lists may be late; reading by id is not. */
function isVisible(call: Call, message: Message, now: number): boolean {
  const { graphSentLagMs, draftListLagMs } = call.mailbox.flags;
  const folder = folderOf(message);
  const lag = folder === 'sentitems' ? graphSentLagMs : folder === 'drafts' ? draftListLagMs : 0;
  return message.storedAt + lag <= now;
}

/** Only where it lies in that folder. */
function getIn(call: Call) {
  const message = itemAt(call, call.params[1]);
  if (folderOf(message) !== folderNamed(call, call.params[0] ?? '')) throw notFound();
  return get({ ...call, params: call.params.slice(1) });
}

function get(call: Call) {
  return json({
    '@odata.context': `${call.base}/$metadata#users('me')/messages/$entity`,
    ...messageView(call, itemAt(call)),
  });
}

function mime(call: Call): Answer {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: itemAt(call).raw };
}

interface Order {
  property: string;
  descends: boolean;
}

function orderOf(orderBy: string | null): Order[] {
  if (orderBy === null) return [];
  return orderBy.split(',').map((text) => {
    const [, property = '', direction] =
      /^\s*((?:received|sent|created|lastModified)DateTime)(?: (asc|desc))?\s*$/.exec(orderBy) ?? [];
    if (property === '') throw badRequest(`The sandbox does not know $orderby=${text}`, 'RequestBroker--ParseUri');
    return { property, descends: direction === 'desc' };
  });
}

function inOrder(order: Order[], one: Message, other: Message): number {
  for (const { property, descends } of order) {
    const difference = timeOf(property, one) - timeOf(property, other);
    if (difference !== 0) return descends ? -difference : difference;
  }
  return 0;
}

function nextLink(call: Call, folder: WellKnownFolder | undefined, skip: number): string {
  const query = new URLSearchParams(call.query);
  query.set('$skip', String(skip));
  const path = folder === undefined ? 'me/messages' : `me/mailFolders/${folder}/messages`;
  // OData writes its options with a bare dollar sign.
  return `${call.base}/${path}?${query.toString().replaceAll('%24', '$')}`;
}

function whole(text: string | null, otherwise: number, most: number): number {
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text) || Number(text) > most)
    throw badRequest(`Invalid value '${text}'.`, 'RequestBroker--ParseUri');
  return Number(text);
}
