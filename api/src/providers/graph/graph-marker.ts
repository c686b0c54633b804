import type { GraphClient } from './graph-client.js';
import { MESSAGE_FIELDS, type Message, Messages } from './graph-message.js';

/** A named property of ours on the message. It stays in the mailbox; prospects do not see it. */
export const MARKER_PROPERTY = 'String {6c1b2f0e-3a57-4d0c-9b0e-5f8d1a7c2e94} Name LuminaSendId';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** Exchange keeps a Message-ID that a draft was given, also when it is sent (field reports; not promised). */
export const messageIdOf = (marker: string, address: string): string =>
  `<${marker}@${address.slice(address.lastIndexOf('@') + 1)}>`;

/** Both marks of a draft: one outlives what the other may not. */
export const marksOf = (marker: string, address: string) => ({
  internetMessageId: messageIdOf(marker, address),
  singleValueExtendedProperties: [{ id: MARKER_PROPERTY, value: marker }],
});

export const withMarker = `singleValueExtendedProperties($filter=id eq ${text(MARKER_PROPERTY)})`;

/** The messages of a folder that carry the marker, in either way: each way is asked, and what they find is put together. */
export async function findByMarker(
  graph: GraphClient,
  folder: 'drafts' | 'sentitems',
  marker: string,
  address: string,
): Promise<Message[]> {
  const property = `ep/id eq ${text(MARKER_PROPERTY)} and ep/value eq ${text(marker)}`;
  const filters = [
    `internetMessageId eq ${text(messageIdOf(marker, address))}`,
    `singleValueExtendedProperties/Any(ep: ${property})`,
  ];
  const found = new Map<string, Message>();
  for (const filter of filters) {
    const { value } = await graph.ask(Messages, {
      path: `me/mailFolders/${folder}/messages`,
      query: { $filter: filter, $select: MESSAGE_FIELDS, $top: 50 },
    });
    for (const message of value) found.set(message.id, message);
  }
  return [...found.values()];
}
