import { z } from 'zod';
import { account } from '../accounts.js';
import { stub } from '../gmail-view.js';
import { type HistoryRecord, historyPosition, visibleHistory } from '../history.js';
import { stopWatch, watch } from '../watches.js';
import { type Call, invalid, notFound, page, parse, type Route, tokenFor } from './call.js';

export const accountRoutes: Route[] = [
  { operation: 'getProfile', method: 'GET', path: 'profile', needs: 'read', units: 1, handle: profile },
  { operation: 'history.list', method: 'GET', path: 'history', needs: 'read', units: 2, handle: history },
  { operation: 'watch', method: 'POST', path: 'watch', needs: 'read', units: 100, handle: startWatch },
  { operation: 'stop', method: 'POST', path: 'stop', needs: 'read', units: 50, handle: stop },
  { operation: 'labels.list', method: 'GET', path: 'labels', needs: 'read', units: 1, handle: labels },
  {
    operation: 'settings.sendAs.list',
    method: 'GET',
    path: 'settings/sendAs',
    needs: 'read',
    units: 1,
    handle: sendAs,
  },
];

const SYSTEM_LABELS = ['INBOX', 'SENT', 'DRAFT', 'UNREAD', 'STARRED', 'IMPORTANT', 'TRASH', 'SPAM'];

function profile({ mailbox }: Call) {
  return {
    emailAddress: mailbox.email,
    messagesTotal: mailbox.count([]),
    threadsTotal: mailbox.threadCount(),
    historyId: String(mailbox.historyId()),
  };
}

const ENTRY = {
  messageAdded: 'messagesAdded',
  messageDeleted: 'messagesDeleted',
  labelAdded: 'labelsAdded',
  labelRemoved: 'labelsRemoved',
} as const;

function history({ mailbox, query }: Call) {
  const start = Number(query.get('startHistoryId') ?? Number.NaN);
  if (!Number.isFinite(start)) throw invalid('Missing required parameter: startHistoryId');
  if (start < historyPosition(mailbox.store, mailbox.email).floor) throw notFound();
  const types = query.getAll('historyTypes');
  const label = query.get('labelId');
  const { records, cursor } = visibleHistory(mailbox.store, mailbox.email, start, mailbox.flags, Date.now());
  const wanted = records
    .filter((record) => types.length === 0 || types.includes(record.kind))
    .filter((record) => label === null || record.labels.includes(label));
  const { items, next, start: first } = page(wanted, query, 100);
  const bare = mailbox.flags.historyBareLastPage && next.nextPageToken === undefined && items.length > 0;
  return {
    ...(items.length > 0 ? { history: items.map(entry) } : {}),
    ...(bare ? { nextPageToken: tokenFor(first + items.length) } : next),
    historyId: String(cursor),
  };
}

function entry(record: HistoryRecord) {
  const message = stub({ id: record.messageId, threadId: record.threadId, labels: record.labels });
  const changed = record.changed.length > 0 ? { labelIds: record.changed } : {};
  return {
    id: String(record.id),
    messages: [{ id: message.id, threadId: message.threadId }],
    [ENTRY[record.kind]]: [{ message, ...changed }],
  };
}

function startWatch({ mailbox, body }: Call) {
  const Asked = z.object({
    topicName: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/),
    labelIds: z.array(z.string()).default([]),
    labelFilterBehavior: z.enum(['include', 'INCLUDE', 'exclude', 'EXCLUDE']).default('INCLUDE'),
    labelFilterAction: z.enum(['include', 'exclude']).optional(),
  });
  const asked = parse(Asked, body);
  const behavior =
    (asked.labelFilterAction ?? asked.labelFilterBehavior).toLowerCase() === 'exclude' ? 'exclude' : 'include';
  const expiresAt = watch(mailbox.store, mailbox.email, { topic: asked.topicName, labels: asked.labelIds, behavior });
  return { historyId: String(mailbox.historyId()), expiration: String(expiresAt) };
}

function stop({ mailbox }: Call) {
  stopWatch(mailbox.store, mailbox.email);
  return undefined;
}

function labels() {
  return { labels: SYSTEM_LABELS.map((id) => ({ id, name: id, type: 'system' })) };
}

function sendAs({ mailbox }: Call) {
  const owner = account(mailbox.store, mailbox.email);
  const own = {
    sendAsEmail: mailbox.email,
    displayName: owner?.name,
    replyToAddress: '',
    isPrimary: true,
    isDefault: true,
  };
  return { sendAs: [{ ...own, signature: owner?.signature }] };
}
