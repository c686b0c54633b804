import { draft, draftOfMessage } from '../drafts.js';
import { conversationId, folderOf, itemId, pageId, readId, restId } from '../exchange-ids.js';
import { snippet } from '../gmail-view.js';
import { field, idsIn } from '../letter.js';
import type { Mailbox, Message } from '../mailbox.js';
import { textOf } from '../mime-tree.js';
import { peopleIn, subjectOf } from '../people.js';
import type { Conversation, Folder, Item, Person, Row, StoredDraft } from './wire.js';

const LABELS = { inbox: 'INBOX', sentitems: 'SENT', drafts: 'DRAFT' } as const;

/** As many as the list holds here; it does not scroll on. */
const SHOWN = 50;

/** One row per conversation in the inbox and in Sent Items, one per draft in Drafts; newest first. */
export function listOf(mailbox: Mailbox, folder: Folder): Row[] {
  const seen = new Set<string>();
  const inFolder = mailbox.messages([LABELS[folder]], SHOWN).filter((message) => folderOf(message) === folder);
  return inFolder.flatMap((message) => {
    if (message.labels.includes('TRASH') || (folder !== 'drafts' && seen.has(message.threadId))) return [];
    seen.add(message.threadId);
    const people = peopleIn(message.raw, folder === 'inbox' ? 'From' : 'To');
    return [
      {
        conversationId: pageId(conversationId(mailbox.email, message.threadId)),
        itemId: pageId(named(mailbox, message, folder)),
        draftId: folder === 'drafts' ? (draftOfMessage(mailbox, message.id)?.id ?? null) : null,
        people: people.map((person) => person.name || person.address),
        subject: subjectOf(message.raw),
        snippet: snippet(message.raw),
        at: message.at,
        isUnread: message.labels.includes('UNREAD'),
      },
    ];
  });
}

/** What the address calls it. With conversations on, real Outlook is seen to put a conversation's id there too. */
function named(mailbox: Mailbox, message: Message, folder: Folder): string {
  const isConversation = mailbox.flags.outlookUrlNames === 'conversation' && folder !== 'drafts';
  return isConversation ? conversationId(mailbox.email, message.threadId) : itemId(mailbox.email, message);
}

/** The messages of the conversation the page names, without drafts and deleted ones. */
export function messagesOf(mailbox: Mailbox, conversation: string): Message[] {
  const named = readId(mailbox.email, restId(conversation));
  if (named?.kind !== 'conversation') return [];
  return mailbox.thread(named.id).filter(({ labels }) => !labels.includes('DRAFT') && !labels.includes('TRASH'));
}

/** A conversation, newest first as Outlook shows it; undefined when there is none. */
export function conversationOf(mailbox: Mailbox, id: string): Conversation | undefined {
  const items = messagesOf(mailbox, id).map((message) => itemOf(mailbox, message));
  return items[0] ? { id, subject: items[0].subject, items: items.reverse() } : undefined;
}

/** A draft as the compose opens it again; `id` is its own or that of its item. */
export function draftOf(mailbox: Mailbox, id: string): StoredDraft | undefined {
  const item = readId(mailbox.email, restId(id));
  const open = item ? draftOfMessage(mailbox, item.id) : draft(mailbox, id);
  const message = open?.state === 'open' ? mailbox.message(open.messageId) : undefined;
  if (!open || !message) return undefined;
  const answered = idsIn(message.raw, 'In-Reply-To')[0];
  return {
    draftId: open.id,
    conversationId: pageId(conversationId(mailbox.email, message.threadId)),
    answers: answered === undefined ? null : (mailbox.byRfcId(answered)?.id ?? null),
    to: peopleIn(message.raw, 'To'),
    cc: peopleIn(message.raw, 'Cc'),
    bcc: peopleIn(message.raw, 'Bcc'),
    subject: subjectOf(message.raw),
    html: htmlOf(message),
  };
}

/** Everybody this mailbox has had mail from or written to, once. */
export function contactsOf(mailbox: Mailbox): Person[] {
  const found = new Map<string, Person>();
  for (const message of mailbox.messages([], SHOWN))
    for (const person of [...peopleIn(message.raw, 'From'), ...peopleIn(message.raw, 'To')])
      if (!found.get(person.address)?.name) found.set(person.address, person);
  return [...found.values()].filter((person) => person.address !== mailbox.email);
}

function itemOf(mailbox: Mailbox, message: Message): Item {
  return {
    key: message.id,
    itemId: pageId(itemId(mailbox.email, message)),
    from: peopleIn(message.raw, 'From')[0] ?? { name: '', address: field(message.raw, 'From') ?? '' },
    to: peopleIn(message.raw, 'To'),
    cc: peopleIn(message.raw, 'Cc'),
    subject: subjectOf(message.raw),
    at: message.at,
    html: htmlOf(message),
  };
}

/** The HTML of the mail, or its plain text made into HTML. */
function htmlOf(message: Message): string {
  const html = textOf(message.raw, 'text/html');
  if (html !== '') return html;
  const safe = textOf(message.raw, 'text/plain').replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
  const lines = safe.trimEnd().split(/\r?\n/);
  return lines.map((line) => `<div>${line === '' ? '<br>' : line}</div>`).join('');
}
