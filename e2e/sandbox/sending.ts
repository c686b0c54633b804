import { account } from './accounts.js';
import { recordDelivery } from './ledger.js';
import { addressesIn, field, withFieldOnTop, withFields } from './letter.js';
import { Mailbox, type Message } from './mailbox.js';

/** What the provider makes of a mail the moment it is saved: a sender that is the rep's own, a date, a Message-ID of its own. */
export function stamped(mailbox: Mailbox, raw: Uint8Array, rfcId = mailbox.newRfcId()): Buffer {
  const sender = account(mailbox.store, mailbox.email);
  const own = addressesIn(raw, 'From').includes(mailbox.email);
  return withFields(raw, {
    'Message-ID': rfcId,
    'MIME-Version': field(raw, 'MIME-Version') ?? '1.0',
    ...(field(raw, 'Date') ? {} : { Date: new Date().toUTCString().replace('GMT', '+0000') }),
    ...(own ? {} : { From: `${sender?.name ?? ''} <${mailbox.email}>` }),
  });
}

interface Outgoing {
  threadId: string;
  /** Where the mail enters; the provider notes it in a Received line. */
  by: 'api' | 'page';
  id?: string;
  permId?: string;
  /** Where it is not in the mail's own header: what Lumina knows it by. */
  marker?: string | undefined;
}

/**
 * Sends: the copy in Sent and the delivery, in one transaction, so that the two can never tell different stories.
 * A recipient who is a rep of the sandbox finds it in the inbox; everybody else is a prospect and it goes to the ledger.
 */
export function send(mailbox: Mailbox, raw: Uint8Array, outgoing: Outgoing): Message {
  return mailbox.change(() => {
    const recipients = addressesIn(raw, 'To', 'Cc', 'Bcc');
    const onWay = mailbox.provider === 'google' ? withReceived(raw, outgoing.by) : fromExchange(raw);
    const self = recipients.includes(mailbox.email);
    // Gmail has one message with both labels, Exchange two items in two folders.
    const isOne = self && mailbox.provider === 'google';
    const sent = mailbox.add(onWay, {
      labels: isOne ? ['SENT', 'INBOX', 'UNREAD'] : ['SENT'],
      threadId: outgoing.threadId,
      ...(outgoing.id === undefined ? {} : { id: outgoing.id }),
      ...(outgoing.permId === undefined ? {} : { permId: outgoing.permId }),
    });
    deliver(mailbox, onWay, recipients, outgoing.marker);
    if (self && !isOne) mailbox.receive(withFields(onWay, { Bcc: null }));
    return sent;
  });
}

function deliver(mailbox: Mailbox, raw: Uint8Array, recipients: string[], marker: string | undefined): void {
  const arrives = withFields(raw, { Bcc: null });
  const others = recipients.filter((address) => address !== mailbox.email);
  const colleagues = others.filter((address) => account(mailbox.store, address));
  const prospects = others.filter((address) => !colleagues.includes(address));
  for (const colleague of colleagues) new Mailbox(mailbox.store, colleague).receive(arrives);
  if (prospects.length > 0) recordDelivery(mailbox.store, mailbox.email, prospects, arrives, marker);
}

/** Exchange dates a mail when it leaves, not when it was begun, and its own servers hand it on. */
function fromExchange(raw: Uint8Array): Buffer {
  const date = new Date().toUTCString().replace('GMT', '+0000');
  const server = 'AM0PR04MB1234.eurprd04.prod.outlook.com';
  return withFieldOnTop(
    withFields(raw, { Date: date }),
    'Received',
    `from ${server} ([fe80::1]) by ${server} ([fe80::1%4]) with mapi id 15.20.9000.000; ${date}`,
  );
}

function withReceived(raw: Uint8Array, by: Outgoing['by']): Buffer {
  if (by === 'page') return Buffer.from(raw);
  const date = new Date().toUTCString().replace('GMT', '+0000');
  return withFieldOnTop(
    raw,
    'Received',
    `from 1072944215617 named unknown by gmailapi.google.com with HTTPREST; ${date}`,
  );
}
