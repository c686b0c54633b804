import { z } from 'zod';
import { MARKER_HEADER } from '../mime.js';
import type { GmailClient } from './gmail-client.js';

export const Message = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  payload: z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]) }).optional(),
});
export type Message = z.infer<typeof Message>;

export const headerOf = (message: Message, name: string): string | undefined =>
  message.payload?.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;

/** Gmail allows few calls of one mailbox at the same moment. */
const AT_ONCE = 5;

/** Those of the messages that carry the marker. Read one by one: Gmail's search does not know foreign headers. */
export async function findByMarker(gmail: GmailClient, ids: readonly string[], marker: string): Promise<Message[]> {
  const found: Message[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const messages = await Promise.all(
      ids
        .slice(start, start + AT_ONCE)
        .map((id) =>
          gmail.find(Message, (api, options) =>
            api.messages.get({ userId: 'me', id, format: 'metadata', metadataHeaders: [MARKER_HEADER] }, options),
          ),
        ),
    );
    for (const message of messages) if (message && headerOf(message, MARKER_HEADER) === marker) found.push(message);
  }
  return found;
}
