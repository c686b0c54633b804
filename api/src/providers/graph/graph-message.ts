import { z } from 'zod';
import type { Address } from '#shared/draft.js';
import type { Letter, NewMessage } from '../provider.js';

const Recipient = z.object({ emailAddress: z.object({ name: z.string().optional(), address: z.string().optional() }) });

/** A message, what we use of it and ask for by name. */
export const Message = z.object({
  id: z.string(),
  conversationId: z.string().nullish(),
  internetMessageId: z.string().nullish(),
  isDraft: z.boolean(),
  receivedDateTime: z.coerce.date().optional(),
  from: Recipient.nullish(),
});
export type Message = z.infer<typeof Message>;
export const MESSAGE_FIELDS = 'id,conversationId,internetMessageId,isDraft,receivedDateTime,from';

export const Messages = z.object({ value: z.array(Message) });

/** A draft with what tells whose it is. */
export const Written = Message.extend({
  subject: z.string().nullish(),
  toRecipients: z.array(Recipient).default([]),
  body: z.object({ contentType: z.string(), content: z.string() }),
  lastModifiedDateTime: z.coerce.date(),
  /** Pictures within the text are not counted. */
  hasAttachments: z.boolean(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).default([]),
});
export type Written = z.infer<typeof Written>;
export const WRITTEN_FIELDS = 'id,conversationId,isDraft,subject,toRecipients,body,lastModifiedDateTime,hasAttachments';

/** What the letter says, in Graph's words. The sender is whoever the mailbox belongs to; the date is Exchange's. */
export const contentOf = ({ subject, html, to, cc, bcc }: Letter) => ({
  subject,
  body: { contentType: 'html', content: html },
  toRecipients: to.map(recipient),
  ccRecipients: cc.map(recipient),
  bccRecipients: bcc.map(recipient),
});

const recipient = ({ name, email }: Address) => ({ emailAddress: { name: name || email, address: email } });

/** A mail to oneself is one that was sent, and no answer. */
export function newMessage(message: Message, address: string): NewMessage {
  const isOwn = message.from?.emailAddress.address?.toLowerCase() === address.toLowerCase();
  const place = message.isDraft ? 'draft' : isOwn ? 'sent' : 'received';
  return { id: message.id, threadId: message.conversationId ?? '', place };
}
