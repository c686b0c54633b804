import { z } from 'zod';
import { type Attached, asDocument, type Written } from '../exchange-mail.js';
import { Property } from '../properties.js';
import { badRequest } from './call.js';

const Recipient = z
  .strictObject({ emailAddress: z.strictObject({ name: z.string().optional(), address: z.string() }) })
  .transform(({ emailAddress: { name, address } }) => ({ name: name ?? '', address }));

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const StringProperty = Property.extend({
  id: z.string().regex(new RegExp(`^String (\\{${GUID}\\} Name \\S.*|0x[0-9a-f]{1,4})$`, 'i')),
}).strict();

const Header = z.strictObject({ name: z.string(), value: z.string() });

export const FileAttachment = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.fileAttachment'),
    name: z.string(),
    contentBytes: z.base64(),
    contentType: z.string().optional(),
    isInline: z.boolean().optional(),
    contentId: z.string().optional(),
  })
  .transform(
    (one): Attached => ({
      name: one.name,
      contentType: one.contentType ?? 'application/octet-stream',
      content: Buffer.from(one.contentBytes, 'base64'),
      isInline: one.isInline ?? false,
      contentId: one.contentId,
    }),
  );

/** What a program may write on a message; a property that is not here is refused, not dropped. */
export const MessageBody = z
  .strictObject({
    subject: z.string(),
    body: z.strictObject({
      contentType: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['html', 'text'])),
      content: z.string(),
    }),
    toRecipients: z.array(Recipient),
    ccRecipients: z.array(Recipient),
    bccRecipients: z.array(Recipient),
    replyTo: z.array(Recipient),
    internetMessageId: z.string().regex(/^<[^<>\s@]+@[^<>\s@]+>$/),
    singleValueExtendedProperties: z.array(StringProperty),
    internetMessageHeaders: z.array(Header),
    attachments: z.array(FileAttachment),
    isRead: z.boolean(),
  })
  .partial();
export type MessageBody = z.infer<typeof MessageBody>;

/** The mail with what was asked for written on it. */
export function writtenOn(mail: Written, body: MessageBody): Written {
  return {
    ...mail,
    subject: body.subject ?? mail.subject,
    to: body.toRecipients ?? mail.to,
    cc: body.ccRecipients ?? mail.cc,
    bcc: body.bccRecipients ?? mail.bcc,
    replyTo: body.replyTo ?? mail.replyTo,
    body: body.body ? bodyOf(body.body) : mail.body,
    headers: body.internetMessageHeaders ? headersOf(body.internetMessageHeaders) : mail.headers,
    attachments: body.attachments ?? mail.attachments,
  };
}

function bodyOf({ contentType, content }: NonNullable<MessageBody['body']>): Written['body'] {
  return { type: contentType, content: contentType === 'html' ? asDocument(content) : content };
}

/** Only names of one's own, and at most five (resources/internetmessageheader). */
function headersOf(headers: z.infer<typeof Header>[]) {
  const strange = headers.find((one) => !/^x-/i.test(one.name));
  if (strange)
    throw badRequest(
      `The internet message header name '${strange.name}' should start with 'x-' or 'X-'.`,
      'InvalidInternetMessageHeader',
    );
  if (headers.length > 5)
    throw badRequest(
      'Maximum number of headers in one message should be less than or equal to 5.',
      'InvalidInternetMessageHeaderCollection',
    );
  return headers;
}
