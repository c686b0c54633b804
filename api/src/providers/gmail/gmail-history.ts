import { z } from 'zod';
import type { MailboxPage, NewMessage } from '../provider.js';

const Message = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()).default([]) });

/** One page of users.history.list, what we use of it. The last page may come without `history`, even after a token. */
export const HistoryPage = z.object({
  history: z.array(z.object({ messagesAdded: z.array(z.object({ message: Message })).default([]) })).default([]),
  nextPageToken: z.string().optional(),
  historyId: z.string(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** What the pages of one walk add up to. Ids are compared as numbers of any length: they have outgrown 2^53 before. */
export function mailboxPage(asked: string, pages: readonly HistoryPage[]): MailboxPage {
  const added = new Map<string, NewMessage>();
  for (const page of pages)
    for (const { messagesAdded } of page.history)
      for (const { message } of messagesAdded) added.set(message.id, newMessage(message));
  const cursor = pages
    .map((page) => page.historyId)
    .reduce((most, id) => (BigInt(id) > BigInt(most) ? id : most), asked);
  return { added: [...added.values()], cursor };
}

export function newMessage({ id, threadId, labelIds }: z.infer<typeof Message>): NewMessage {
  return { id, threadId, place: placeOf(labelIds) };
}

/**
 * SENT before INBOX: a mail to oneself carries both, and it is no answer. Received is whatever arrived, also where a
 * filter keeps it out of the inbox.
 */
export function placeOf(labelIds: readonly string[]): NewMessage['place'] {
  if (labelIds.includes('DRAFT')) return 'draft';
  if (labelIds.includes('SENT')) return 'sent';
  return labelIds.includes('CHAT') || labelIds.includes('TRASH') ? 'other' : 'received';
}
