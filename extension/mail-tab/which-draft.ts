import type { Thread } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { call } from '../messaging/call.js';
import type { Compose, Webmail } from '../webmail/webmail.js';

/** How long a compose that a page moves to another window may be in both. */
const movingMs = 500;

/** Which draft a compose is. */
export interface Identity {
  draftId: DraftId;
  /** What the draft answers, as far as we know. */
  thread: Thread | null;
  isSending: boolean;
}

export const newDraft = (): Identity => ({ draftId: crypto.randomUUID() as DraftId, thread: null, isSending: false });

/**
 * The draft of ours that a compose continues: by the name the mail page has for it, or, on one that names none, by its words.
 * Any other is new.
 */
export async function identify(compose: Compose, webmail: Webmail): Promise<Identity | null> {
  const webmailDraftId = compose.announcedDraftId;
  if (compose.can.has('ids') && !webmailDraftId) return null;
  const { text, subject, to, thread } = compose.read();
  const like = {
    mailbox: webmail.account().toLowerCase(),
    webmail: webmail.name,
    subject,
    to: to.map(({ email }) => email),
    conversationId: thread?.conversationId ?? null,
  };
  const find = () => call('findDraft', { webmailDraftId, text, like }).catch(() => null);
  const found = await find();
  if (found || webmailDraftId || text === '') return found;
  // It may have just moved here, and still count as open in the window it came from.
  await new Promise((resolve) => setTimeout(resolve, movingMs));
  return await find();
}
