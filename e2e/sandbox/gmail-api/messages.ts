import { z } from 'zod';
import { attachment, type Format, messageView, stub } from '../gmail-view.js';
import { type Call, invalid, notFound, page, parse, type Route } from './call.js';
import { matches } from './search.js';

export const messageRoutes: Route[] = [
  { operation: 'messages.list', method: 'GET', path: 'messages', needs: 'read', units: 5, handle: list },
  { operation: 'messages.get', method: 'GET', path: 'messages/{}', needs: 'read', units: 20, handle: get },
  {
    operation: 'messages.modify',
    method: 'POST',
    path: 'messages/{}/modify',
    needs: 'modify',
    units: 5,
    handle: modify,
  },
  {
    operation: 'messages.attachments.get',
    method: 'GET',
    path: 'messages/{}/attachments/{}',
    needs: 'read',
    units: 20,
    handle: getAttachment,
  },
  { operation: 'threads.get', method: 'GET', path: 'threads/{}', needs: 'read', units: 40, handle: getThread },
];

/** The `format` of a request; 'full' when it names none. */
export function formatOf(query: URLSearchParams): Format {
  return parse(z.enum(['full', 'metadata', 'minimal', 'raw']), query.get('format') ?? 'full');
}

function list(call: Call) {
  const { mailbox, query } = call;
  const q = query.get('q') ?? '';
  const hidden = ['TRASH', 'SPAM'].filter(() => query.get('includeSpamTrash') !== 'true');
  const now = Date.now();
  const found = mailbox
    .messages(query.getAll('labelIds'))
    .filter((message) => !hidden.some((label) => message.labels.includes(label)))
    .filter((message) => q === '' || (message.storedAt + mailbox.flags.searchLagMs <= now && matches(message, q)));
  const { items, next } = page(found, query, 100);
  const messages = items.map(({ id, threadId }) => ({ id, threadId }));
  return { ...(messages.length > 0 ? { messages } : {}), ...next, resultSizeEstimate: found.length };
}

function get(call: Call) {
  const message = call.mailbox.message(call.params[0] ?? '');
  if (!message) throw notFound();
  return messageView(message, formatOf(call.query), call.query.getAll('metadataHeaders'));
}

function getThread(call: Call) {
  const id = call.params[0] ?? '';
  const messages = call.mailbox.thread(id);
  if (messages.length === 0) throw notFound();
  const format = formatOf(call.query);
  const wanted = call.query.getAll('metadataHeaders');
  const newest = Math.max(...messages.map((message) => message.historyId));
  return { id, historyId: String(newest), messages: messages.map((message) => messageView(message, format, wanted)) };
}

function modify(call: Call) {
  const Labels = z.object({
    addLabelIds: z.array(z.string()).default([]),
    removeLabelIds: z.array(z.string()).default([]),
  });
  const asked = parse(Labels, call.body);
  const message = call.mailbox.message(call.params[0] ?? '');
  if (!message) throw notFound();
  const fixed = [...asked.addLabelIds, ...asked.removeLabelIds].find((label) => ['SENT', 'DRAFT'].includes(label));
  if (fixed) throw invalid(`Invalid label: ${fixed}`);
  return stub(call.mailbox.relabel(message.id, asked.addLabelIds, asked.removeLabelIds));
}

function getAttachment(call: Call) {
  const message = call.mailbox.message(call.params[0] ?? '');
  const found = message && attachment(message, call.params[1] ?? '');
  if (!found) throw notFound();
  return { size: found.content.length, data: found.content.toString('base64url') };
}
