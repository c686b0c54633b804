import { type Draft, drafts } from './drafts.js';
import { messageView, readableText } from './gmail-view.js';
import type { Delivery } from './ledger.js';
import { addressesIn } from './letter.js';
import type { Mailbox } from './mailbox.js';
import { textOf } from './mime-tree.js';
import { subjectOf } from './people.js';
import { idsOf } from './provider-ids.js';

/** A delivery as the ledger shows it. */
export function deliveryView(one: Delivery) {
  return {
    id: one.id,
    at: one.at,
    sender: one.sender,
    recipients: one.recipients,
    marker: one.marker,
    messageId: one.rfcId,
    subject: subjectOf(one.raw),
    text: readableText(one.raw),
    html: textOf(one.raw, 'text/html'),
    raw: Buffer.from(one.raw).toString('base64'),
  };
}

/** What a mailbox holds, newest first. */
export function mailboxView(mailbox: Mailbox) {
  const messages = mailbox.messages().map((message) => ({
    ...messageView(message, 'metadata'),
    ...idsOf(mailbox, message),
    rfcId: message.rfcId,
    subject: subjectOf(message.raw),
    to: addressesIn(message.raw, 'To'),
    text: readableText(message.raw),
    html: textOf(message.raw, 'text/html'),
  }));
  return { historyId: mailbox.historyId(), messages, drafts: drafts(mailbox).map((one) => draftView(mailbox, one)) };
}

/** A draft under the name its provider's API has for it. */
export function draftView(mailbox: Mailbox, draft: Draft): Draft {
  const message = mailbox.message(draft.messageId);
  if (mailbox.provider === 'google' || !message) return draft;
  const { id } = idsOf(mailbox, message);
  return { ...draft, id, messageId: id };
}
