import { createHash } from 'node:crypto';
import { type Attached, readMail } from '../exchange-mail.js';
import type { Message } from '../mailbox.js';

/** The files on a message, each with its id and as Graph shows it. */
export function attachmentsOf(message: Message): { id: string; attached: Attached; view: object }[] {
  const seen = new Map<string, number>();
  return readMail(message.raw).attachments.map((attached) => {
    const print = createHash('sha256')
      .update(`${message.id} ${attached.name} `)
      .update(attached.content)
      .digest('base64url');
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    const id = `AAMkAttach${print}${count}=`;
    const view = {
      '@odata.type': '#microsoft.graph.fileAttachment',
      '@odata.mediaContentType': attached.contentType,
      id,
      lastModifiedDateTime: `${new Date(message.modifiedAt).toISOString().slice(0, 19)}Z`,
      name: attached.name,
      contentType: attached.contentType,
      size: attached.content.length,
      isInline: attached.isInline,
      contentId: attached.contentId ?? null,
      contentLocation: null,
      contentBytes: attached.content.toString('base64'),
    };
    return { id, attached, view };
  });
}
