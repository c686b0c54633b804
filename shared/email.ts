import { z } from 'zod';
import { DraftContent } from './draft.js';
import { DraftId, EmailId } from './ids.js';
import { text } from './storable-text.js';

export const EmailStatus = z.enum(['PENDING_SEND', 'SENT', 'FAILED', 'BOUNCED', 'UNKNOWN', 'CANCELLED']);
export type EmailStatus = z.infer<typeof EmailStatus>;

/** Where in the sent text a suggestion was accepted, in UTF-16 offsets into `text`. */
export const AcceptedSpan = z.object({
  suggestionId: text(100),
  hunkId: text(100),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
});
export type AcceptedSpan = z.infer<typeof AcceptedSpan>;

/** `POST /emails/send`, with the header `Idempotency-Key`. Recipients: at least one in `to`. */
export const SendEmail = DraftContent.extend({
  draftId: DraftId,
  from: z.email(),
  to: DraftContent.shape.to.min(1, 'add at least one recipient'),
  /** Seconds in which the rep may take the send back. */
  undoSeconds: z.int().min(0).max(120),
  acceptedSpans: z.array(AcceptedSpan).max(200),
  /** Share of `text` that came from accepted suggestions, 0 to 1. */
  aiShare: z.number().min(0).max(1),
  webmailDraftId: text(200).nullable(),
});
export type SendEmail = z.infer<typeof SendEmail>;

/** The first answer, and the answer to every repeat of it. */
export const SendAccepted = z.object({
  id: EmailId,
  draftId: DraftId,
  status: z.literal('PENDING_SEND'),
  acceptedAt: z.iso.datetime(),
  /** End of the undo window: before this nothing leaves. */
  sendAt: z.iso.datetime(),
});
export type SendAccepted = z.infer<typeof SendAccepted>;

export const Email = z.object({
  id: EmailId,
  draftId: DraftId,
  status: EmailStatus,
  subject: z.string(),
  to: DraftContent.shape.to,
  acceptedAt: z.iso.datetime(),
  sendAt: z.iso.datetime(),
  /** Why it has not gone out, in a sentence for the rep; null where nothing is wrong. */
  trouble: z.string().nullable(),
});
export type Email = z.infer<typeof Email>;
