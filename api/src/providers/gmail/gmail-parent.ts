import { z } from 'zod';
import type { Thread } from '#shared/draft.js';
import type { Parent } from '../provider.js';
import { referencesOf } from '../references.js';
import type { GmailClient } from './gmail-client.js';
import { placeOf } from './gmail-history.js';
import { headerOf, Message } from './gmail-marker.js';

const Conversation = z.object({ messages: z.array(Message).default([]) });
const metadata = {
  userId: 'me',
  format: 'metadata',
  metadataHeaders: ['Message-ID', 'References', 'In-Reply-To'],
};

/**
 * The message that is named, where it is still there; else the newest of its conversation, which keeps the answer where
 * the rep sees it and the recipients expect it. Gmail lists a thread's messages oldest first.
 */
export async function findParent(
  gmail: GmailClient,
  { conversationId, messageId }: Thread,
): Promise<Parent | undefined> {
  const named = isId(messageId)
    ? await gmail.find(Message, (api, options) => api.messages.get({ ...metadata, id: messageId }, options))
    : undefined;
  if (named && isAnswerable(named)) return parentOf(named);
  if (!isId(conversationId)) return undefined;
  const conversation = await gmail.find(Conversation, (api, options) =>
    api.threads.get({ ...metadata, id: conversationId }, options),
  );
  const newest = conversation?.messages.findLast(isAnswerable);
  return newest && parentOf(newest);
}

/** Gmail answers 400, not 404, where an id is none of its hexadecimal numbers. */
const isId = (id: string | null): id is string => id !== null && /^[0-9a-f]{1,16}$/i.test(id);

const isAnswerable = (message: Message) =>
  placeOf(message.labelIds) !== 'draft' && headerOf(message, 'Message-ID') !== undefined;

function parentOf(message: Message): Parent {
  return {
    id: message.id,
    threadId: message.threadId,
    messageId: headerOf(message, 'Message-ID') ?? '',
    references: referencesOf({
      references: headerOf(message, 'References'),
      inReplyTo: headerOf(message, 'In-Reply-To'),
    }),
  };
}
