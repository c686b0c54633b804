import type { Thread } from '#shared/draft.js';
import { find, findAll } from './page-parts.js';

const email = /[^\s<>"'(),;:/=&?]+@[^\s<>"'(),;:/=&?]+\.[^\s<>"'(),;:/=&?]+/;

/** The address of the mailbox the page shows, of the places it stands in; a window it has opened asks the one that did. */
export function mailboxIn(page: Document): string {
  const root = find(page, 'mailbox');
  const app = find(page, 'appName')?.getAttribute('href') ?? '';
  const said = [root?.dataset.folderName, root?.title, root?.id, loginHint(app), find(page, 'from')?.ariaLabel];
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

/**
 * What an answer on this page answers: the conversation of the selected row, and the message whose address the page has.
 * In Drafts the address names the draft itself, and with several rows selected nothing is meant by any of them.
 */
export function answeredOn(page: Document): Thread | null {
  const selected = new Set(findAll(page, 'selectedRow').map((row) => row.dataset.convid ?? ''));
  const [row = ''] = selected.size === 1 ? selected : [];
  const { conversation, message } = readOn(page.location.pathname);
  const conversationId = row || conversation;
  return conversationId || message ? { conversationId, messageId: message } : null;
}

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
