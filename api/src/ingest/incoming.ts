import PostalMime, { type Attachment } from 'postal-mime';
import type { Address } from '#shared/draft.js';
import { storableText } from '#shared/storable-text.js';

/** A received message, as far as telling replies from machines needs it. What is stored of it can be stored. */
export interface Incoming {
  from: Address | null;
  subject: string;
  messageId: string | null;
  /** Message-IDs it names as what it answers, with angle brackets, the closest first. */
  answers: string[];
  /** Message-IDs of a message it carries along: the one that bounced. */
  encloses: string[];
  /** First value of each header, under its lower-case name. */
  headers: ReadonlyMap<string, string>;
  text: string;
  /** The machine-readable part of a delivery report (RFC 3464). */
  deliveryStatus: string | null;
}

/** @throws Error when the bytes are no message at all. */
export async function readIncoming(mime: Uint8Array): Promise<Incoming> {
  const email = await PostalMime.parse(mime, { forceRfc822Attachments: true });
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  const enclosed = email.attachments.filter((part) => ENCLOSED.has(part.mimeType)).map(textOf);
  const status = email.attachments.find((part) => DELIVERY_STATUS.has(part.mimeType));
  return {
    from: email.from?.address
      ? { name: storableText(email.from.name), email: storableText(email.from.address).toLowerCase() }
      : null,
    subject: email.subject ?? '',
    messageId: messageIdOf(email.messageId),
    answers: messageIds(email.inReplyTo, email.references, headers.get('x-original-message-id')),
    encloses: messageIds(...enclosed.map((text) => headerIn(text, 'message-id'))),
    headers,
    text: storableText(email.text ?? ''),
    deliveryStatus: status ? storableText(textOf(status)) : null,
  };
}

/** It becomes part of a key, and an index takes no text of any length: what is longer than any program makes counts as none. */
function messageIdOf(given = ''): string | null {
  const id = storableText(given);
  return id === '' || id.length > 500 ? null : id;
}

const ENCLOSED = new Set(['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers']);
const DELIVERY_STATUS = new Set(['message/delivery-status', 'message/global-delivery-status']);

const textOf = ({ content }: Attachment) =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString();

function headerIn(text: string, name: string): string | undefined {
  const head = text.trimStart().split(/\r?\n\r?\n/, 1)[0] ?? '';
  return new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, 'im').exec(head)?.[1];
}

const messageIds = (...values: (string | undefined)[]) => [
  ...new Set(values.flatMap((value) => storableText(value ?? '').match(/<[^<>\s]+>/g) ?? [])),
];
