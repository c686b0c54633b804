import { z } from 'zod';
import type { Thread } from '#shared/draft.js';
import type { Parent } from '../provider.js';
import { referencesOf } from '../references.js';
import type { GraphClient } from './graph-client.js';
import { type Message as AnyMessage, MESSAGE_FIELDS, Message, Messages } from './graph-message.js';

const Headers = z.array(z.object({ name: z.string(), value: z.string() }));
const Original = Message.extend({ internetMessageHeaders: Headers.nullish() });

/** Outlook's page writes ids in base64, Graph in base64 that is safe in addresses. */
const restId = (pageId: string): string => pageId.replaceAll('/', '-').replaceAll('+', '_');

/**
 * The message that is named, where it is still there; else the newest of its conversation that was sent or received. The
 * page's address, which names the message, may tell of another mail than the row, which names the conversation: then the
 * conversation counts.
 */
export async function findParent(
  graph: GraphClient,
  { conversationId, messageId }: Thread,
): Promise<Parent | undefined> {
  const named = messageId === null ? undefined : await parentAt(graph, restId(messageId));
  if (conversationId === null || named?.threadId === restId(conversationId)) return named;
  const newest = await newestOf(graph, restId(conversationId));
  return newest ? parentAt(graph, newest.id) : named;
}

async function parentAt(graph: GraphClient, id: string): Promise<Parent | undefined> {
  const original = await graph.find(Original, {
    path: `me/messages/${encodeURIComponent(id)}`,
    query: { $select: `${MESSAGE_FIELDS},internetMessageHeaders` },
  });
  if (!original?.internetMessageId || original.isDraft) return undefined;
  const headerOf = (name: string) =>
    original.internetMessageHeaders?.find((header) => header.name.toLowerCase() === name)?.value;
  return {
    id: original.id,
    threadId: original.conversationId ?? '',
    messageId: original.internetMessageId,
    references: referencesOf({ references: headerOf('references'), inReplyTo: headerOf('in-reply-to') }),
  };
}

/** Sorted here: Graph refuses to sort by a field it was not asked to filter by ("InefficientFilter"). */
async function newestOf(graph: GraphClient, conversationId: string): Promise<AnyMessage | undefined> {
  const conversation = await graph.find(Messages, {
    path: 'me/messages',
    query: {
      $filter: `conversationId eq '${conversationId.replaceAll("'", "''")}'`,
      $select: MESSAGE_FIELDS,
      $top: 200,
    },
  });
  const time = ({ receivedDateTime }: AnyMessage) => receivedDateTime?.getTime() ?? 0;
  return conversation?.value.filter(({ isDraft }) => !isDraft).sort((one, other) => time(other) - time(one))[0];
}
