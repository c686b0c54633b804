import { z } from 'zod';
import { EmailStatus } from './email.js';
import { DraftId, EmailId } from './ids.js';

/** What one user's extensions missed. `seq` counts per user without gaps. */
export const Change = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  kind: z.enum(['email.status', 'email.replied', 'email.bounced', 'email.autoReplied', 'mailbox.signedOut']),
  emailId: EmailId.nullable(),
  draftId: DraftId.nullable(),
  status: EmailStatus.nullable(),
  /** A sentence for the rep, without any mail text. */
  text: z.string(),
});
export type Change = z.infer<typeof Change>;

export const ChangePage = z.object({ changes: z.array(Change), upTo: z.int().nonnegative() });
export type ChangePage = z.infer<typeof ChangePage>;
