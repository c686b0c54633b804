import { draft, draftOfMessage } from '../drafts.js';
import { snippet } from '../gmail-view.js';
import { field, idsIn } from '../letter.js';
import type { Mailbox, Message } from '../mailbox.js';
import { textOf } from '../mime-tree.js';
import { peopleIn, subjectOf } from '../people.js';

/** What the page's own script reads. Real Gmail has its own, undocumented, form of this; InboxSDK does not look at it. */

/** As many as Gmail shows on one page; there is no second page here. */
const PAGE = 50;

/** One row per conversation in the inbox and in Sent, one per draft in Drafts; newest first. */
export function listOf(mailbox: Mailbox, label: 'INBOX' | 'SENT' | 'DRAFT') {
  const seen = new Set<string>();
  const rows = mailbox.messages([label], PAGE).flatMap((message) => {
    if (label !== 'DRAFT' && seen.has(message.threadId)) return [];
    seen.add(message.threadId);
    const shown = label === 'INBOX' ? 'From' : 'To';
    const thread = mailbox.thread(message.threadId);
    const draftId = label === 'DRAFT' ? draftOfMessage(mailbox, message.id)?.id : undefined;
    return [
      {
        threadId: message.threadId,
        ...(draftId === undefined ? {} : { draftId }),
        people: peopleIn(message.raw, shown).map((person) => person.name || person.address),
        subject: subjectOf(message.raw),
        snippet: snippet(message.raw),
        at: message.at,
        isUnread: label === 'INBOX' && thread.some((one) => one.labels.includes('UNREAD')),
        count: thread.filter((one) => !one.labels.includes('DRAFT')).length,
      },
    ];
  });
  return { rows };
}

/** The numbers beside the names of the places. */
export function countsOf(mailbox: Mailbox) {
  return { INBOX: mailbox.count(['INBOX', 'UNREAD']), DRAFT: mailbox.count(['DRAFT']) };
}

/** A conversation, oldest first, without its drafts; undefined when there is none. */
export function threadOf(mailbox: Mailbox, id: string) {
  const messages = mailbox.thread(id).filter((message) => !message.labels.includes('DRAFT'));
  const first = messages[0];
  if (!first) return undefined;
  return { id, permId: mailbox.threadPermId(id), subject: subjectOf(first.raw), messages: messages.map(messageOf) };
}

/** A draft as the compose opens it again. */
export function draftOf(mailbox: Mailbox, id: string) {
  const open = draft(mailbox, id);
  const message = open?.state === 'open' ? mailbox.message(open.messageId) : undefined;
  if (!message) return undefined;
  const answered = idsIn(message.raw, 'In-Reply-To')[0];
  const parent = answered === undefined ? undefined : mailbox.byRfcId(answered);
  return {
    id,
    permId: message.permId,
    threadPermId: mailbox.threadPermId(message.threadId),
    threadId: message.threadId,
    parentPermId: parent?.permId ?? null,
    to: peopleIn(message.raw, 'To'),
    cc: peopleIn(message.raw, 'Cc'),
    bcc: peopleIn(message.raw, 'Bcc'),
    subject: subjectOf(message.raw),
    html: htmlOf(message),
  };
}

function messageOf(message: Message) {
  return {
    id: message.id,
    permId: message.permId,
    from: peopleIn(message.raw, 'From')[0] ?? { name: '', address: field(message.raw, 'From') ?? '' },
    to: peopleIn(message.raw, 'To'),
    cc: peopleIn(message.raw, 'Cc'),
    at: message.at,
    html: htmlOf(message),
  };
}

/** The HTML of the mail, or its plain text made into HTML. Gmail's outer <div dir="ltr"> is taken off again. */
function htmlOf(message: Message): string {
  const html = textOf(message.raw, 'text/html');
  if (html === '') return textToHtml(textOf(message.raw, 'text/plain'));
  return /^<div dir="ltr">([\s\S]*)<\/div>\s*$/.exec(html)?.[1] ?? html;
}

function textToHtml(text: string): string {
  const safe = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return safe.trimEnd().replace(/\r?\n/g, '<br>');
}
