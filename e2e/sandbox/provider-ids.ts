import { conversationId, itemId, readId } from './exchange-ids.js';
import type { Mailbox, Message } from './mailbox.js';

/** The ids of a message as its provider's API says them: what a test compares with what the product stored. */
export function idsOf(mailbox: Mailbox, message: Message): { id: string; threadId: string } {
  if (mailbox.provider === 'google') return { id: message.id, threadId: message.threadId };
  return { id: itemId(mailbox.email, message), threadId: conversationId(mailbox.email, message.threadId) };
}

/** The draft a test names: by the API's id, of either kind, or by the model's own. */
export function draftIdOf(mailbox: Mailbox, id: string): string {
  return mailbox.provider === 'google' ? id : (readId(mailbox.email, id)?.id ?? id);
}
