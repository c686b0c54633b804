import type { Message } from './mailbox.js';
import { mimeTree, type Part, textOf, walk } from './mime-tree.js';
import { plainText } from './plain-text.js';

export type Format = 'full' | 'metadata' | 'minimal' | 'raw';

/** A message as the API answers it, in one of the four formats; `wanted` narrows the headers of 'metadata'. */
export function messageView(message: Message, format: Format, wanted: string[] = []) {
  const shown = {
    ...stub(message),
    snippet: snippet(message.raw),
    sizeEstimate: message.raw.byteLength,
    historyId: String(message.historyId),
    internalDate: String(message.at),
  };
  switch (format) {
    case 'minimal':
      return shown;
    case 'raw':
      return { ...shown, raw: Buffer.from(message.raw).toString('base64url') };
    case 'metadata': {
      const names = new Set(wanted.map((name) => name.toLowerCase()));
      const root = mimeTree(message.raw);
      const headers = root.fields.filter((one) => names.size === 0 || names.has(one.name.toLowerCase()));
      return { ...shown, payload: { mimeType: root.mimeType, headers } };
    }
    case 'full':
      return { ...shown, payload: payload(mimeTree(message.raw)) };
  }
}

/** What lists, drafts and history say of a message. */
export function stub(message: { id: string; threadId: string; labels: string[] }) {
  return { id: message.id, threadId: message.threadId, labelIds: message.labels };
}

/** The first words, as the list of the page and the API's `snippet` show them. */
export function snippet(raw: Uint8Array): string {
  return readableText(raw).replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** The mail as plain text: its own text part, or what its HTML says. */
export function readableText(raw: Uint8Array): string {
  const plain = textOf(raw, 'text/plain');
  return plain !== '' ? plain : plainText(textOf(raw, 'text/html'));
}

/** Attachments are fetched one by one, by an id that is only good for this message. */
export function attachment(message: Message, attachmentId: string): Part | undefined {
  return walk(mimeTree(message.raw)).find((part) => attachmentIdOf(part) === attachmentId);
}

function payload(part: Part): object {
  const inline = part.filename === '';
  const body = {
    size: part.content.length,
    ...(inline ? { data: part.content.toString('base64url') } : { attachmentId: attachmentIdOf(part) }),
  };
  return {
    partId: part.partId,
    mimeType: part.mimeType,
    filename: part.filename,
    headers: part.fields,
    body: part.parts.length > 0 ? { size: 0 } : body,
    ...(part.parts.length > 0 ? { parts: part.parts.map(payload) } : {}),
  };
}

function attachmentIdOf(part: Part): string {
  return `ANGjdJ_${Buffer.from(part.partId).toString('base64url')}`;
}
