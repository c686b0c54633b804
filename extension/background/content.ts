import type { DraftContent } from '#shared/draft.js';

/** What of a draft or a send is its content: what stands in the compose. */
export const contentOf = ({ to, cc, bcc, subject, html, text, thread }: DraftContent): DraftContent => ({
  to,
  cc,
  bcc,
  subject,
  html,
  text,
  thread,
});
