import type { Thread } from '#shared/draft.js';
import { find, findAll, parts } from './page-parts.js';

const email = /[^\s<>"'(),;:/=&?]+@[^\s<>"'(),;:/=&?]+\.[^\s<>"'(),;:/=&?]+/;

/** The address of the mailbox the page shows, of the places it stands in; a window it has opened asks the one that did. */
export function mailboxIn(page: Document): string {
  const root = find(page, 'mailbox');
  const app = find(page, 'appName')?.getAttribute('href') ?? '';
  // The reading pane says From too: of whoever wrote what is read.
  const from = findAll(page, 'from').find((each) => each.closest(parts.compose) !== null);
  const said = [root?.dataset.folderName, root?.title, root?.id, loginHint(app), from?.ariaLabel];
  const found = said.map(emailIn).find((text) => text !== null);
  if (found) return found;
  const opener = openerOf(page);
  return opener ? mailboxIn(opener) : '';
}

export const emailIn = (text: string | null | undefined): string | null => email.exec(text ?? '')?.[0] ?? null;

function openerOf(page: Document): Document | null {
  try {
    return (page.defaultView?.opener as Window | null)?.document ?? null;
  } catch {
    return null; // of another origin
  }
}

function loginHint(address: string): string | null {
  const hint = /[?&]login_hint=([^&]+)/.exec(address)?.[1];
  return hint ? decodeURIComponent(hint) : null;
}

/** What a page shows beside an answer that was opened on it. */
export interface Shown {
  thread: Thread;
  /** All that the row of the list says; null where the address alone tells. */
  said: string | null;
}

/**
 * What an answer on this page may answer: the conversation of the selected row, and the message whose address the page has.
 * In Drafts the address names the draft itself, and with several rows selected nothing is meant by any of them. With no row
 * to ask, the address counts only for an answer that stands within what is read.
 */
export function shownOn(page: Document, isInConversation: boolean): Shown | null {
  const rows = findAll(page, 'selectedRow');
  const selected = new Set(rows.map((row) => row.dataset.convid ?? ''));
  const [row = ''] = selected.size === 1 ? selected : [];
  if (!row && !isInConversation && find(page, 'list')) return null;
  const { conversation, message } = readOn(page.location.pathname);
  const conversationId = row || conversation;
  if (!conversationId && !message) return null;
  const said = row ? rows.flatMap((each) => [each.textContent ?? '', each.ariaLabel ?? '']).join('\n') : null;
  return { thread: { conversationId, messageId: message }, said };
}

/**
 * Whether an answer under this subject can belong to what is shown. It may lie behind a tab while another mail is read:
 * then the row says another subject, and a send of ours would go into somebody else's conversation.
 */
export const isAbout = ({ said }: Shown, subject: string): boolean =>
  said === null || folded(said).includes(folded(bareSubject(subject)));

/** Without what mail programs put before an answer's: `Re:`, `AW:`, Chinese `答复：`, `RE[2]:`. */
const bareSubject = (subject: string): string =>
  subject.replace(/^(?:\s*[\p{L}.]{1,8}(?:\[\d+\])?\s?[:：])+/u, '').trim();

const folded = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/**
 * `/mail/inbox/id/<id>`, `/mail/0/inbox/id/<id>`, and a read window's `/mail/deeplink/read/<id>`. Where mails are grouped, it
 * is the conversation's: Exchange's ids of those begin with AAQk, of messages with AAMk.
 */
export function readOn(path: string): { conversation: string | null; message: string | null } {
  const nothing = { conversation: null, message: null };
  const [, folder, coded] = /^\/mail\/(?:\d+\/)?([^/]+)\/(?:id|read)\/([^/?#]+)/.exec(path) ?? [];
  if (!coded || folder === 'drafts') return nothing;
  try {
    const id = decodeURIComponent(coded);
    return id.startsWith('AAQk') ? { conversation: id, message: null } : { conversation: null, message: id };
  } catch {
    return nothing;
  }
}
