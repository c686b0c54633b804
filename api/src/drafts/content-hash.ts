import { createHash } from 'node:crypto';
import type { DraftContent } from '#shared/draft.js';

/** Two saves with one hash hold the same letter; addresses compare as written. */
export function contentHash({ to, cc, bcc, subject, html, text, thread }: DraftContent): string {
  const people = [to, cc, bcc].map((list) => list.map(({ name, email }) => [name, email]));
  return createHash('sha256')
    .update(JSON.stringify([people, subject, html, text, thread && [thread.conversationId, thread.messageId]]))
    .digest('base64url');
}
