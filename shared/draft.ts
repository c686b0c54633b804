import { z } from 'zod';
import { DraftId } from './ids.js';
import { text } from './storable-text.js';

export const Address = z.object({ name: text(320), email: text(320).min(3) });
export type Address = z.infer<typeof Address>;

/** Ten recipients of each kind is a letter; more is a campaign, which Lumina does not do. */
const Recipients = z.array(Address).max(50);

/** 1,000,000 characters: Gmail itself clips a body long before that. */
const Body = text(1_000_000);

/**
 * The conversation a compose answers, as the mail page names it: Gmail in hex, Outlook in its own ids. One of the two may be
 * unknown; where both are, nobody can say what is answered.
 */
export const Thread = z.object({ conversationId: text(500).min(1).nullable(), messageId: text(500).min(1).nullable() });
export type Thread = z.infer<typeof Thread>;

/** What a compose holds. `html` is the whole body; `text` only the rep's own words, without signature and quote. */
export const DraftContent = z.object({
  to: Recipients,
  cc: Recipients,
  bcc: Recipients,
  subject: text(2_000),
  html: Body,
  text: Body,
  /** Null: a new mail, also where whoever asks knows nothing of conversations. */
  thread: Thread.nullable().default(null),
});
export type DraftContent = z.infer<typeof DraftContent>;

export const Webmail = z.enum(['gmail', 'outlook']);
export type Webmail = z.infer<typeof Webmail>;

/** `POST /emails/draft`: `basedOn` is the revision the text was written on, 0 for a new draft. */
export const DraftSave = DraftContent.extend({
  id: DraftId,
  basedOn: z.int().nonnegative(),
  webmail: Webmail,
  /** The mailbox the compose writes from. */
  from: z.email(),
  /** The provider's id of the mail page's own draft of this compose, once it has one. A hint only. */
  webmailDraftId: text(200).nullable(),
});
export type DraftSave = z.infer<typeof DraftSave>;

export const Draft = DraftContent.extend({
  id: DraftId,
  revision: z.int().positive(),
  from: z.string(),
  webmail: Webmail,
  savedAt: z.iso.datetime(),
});
export type Draft = z.infer<typeof Draft>;

export const DraftSaved = z.object({ id: DraftId, revision: z.int().positive(), savedAt: z.iso.datetime() });
export type DraftSaved = z.infer<typeof DraftSaved>;

export const DraftList = z.object({ drafts: z.array(Draft), next: z.string().nullable() });
export type DraftList = z.infer<typeof DraftList>;
