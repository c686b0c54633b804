import { createDraft, draftOfMessage, updateDraft } from '../drafts.js';
import { readMail, type Written, writeMail } from '../exchange-mail.js';
import { type Answer, json } from '../http.js';
import { addressesIn } from '../letter.js';
import type { Message } from '../mailbox.js';
import { setProperties } from '../properties.js';
import { isInTransit, recall, submit } from '../transport.js';
import { badRequest, type Call, GraphError, noContent, parse, type Route } from './call.js';
import { itemAt, mustMatch } from './items.js';
import { MessageBody, writtenOn } from './message-body.js';
import { etagOf, idOf, messageView } from './message-view.js';

export const draftRoutes: Route[] = [
  { operation: 'messages.create', method: 'POST', path: 'me/messages', needs: 'Mail.ReadWrite', handle: create },
  { operation: 'messages.update', method: 'PATCH', path: 'me/messages/{}', needs: 'Mail.ReadWrite', handle: update },
  { operation: 'messages.delete', method: 'DELETE', path: 'me/messages/{}', needs: 'Mail.ReadWrite', handle: remove },
  {
    operation: 'messages.permanentDelete',
    method: 'POST',
    path: 'me/messages/{}/permanentDelete',
    needs: 'Mail.ReadWrite',
    handle: removeForGood,
  },
  { operation: 'messages.send', method: 'POST', path: 'me/messages/{}/send', needs: 'Mail.Send', handle: sendOne },
];

/** The mailbox takes no larger mail (35 MB by default, Exchange Online limits). */
const MAX_BYTES = 35 * 1024 * 1024;

function create(call: Call) {
  return newDraft(call, blank(call), parse(MessageBody, call.body));
}

/** Stores a draft and answers with it. */
export function newDraft(call: Call, mail: Written, body: MessageBody, threadId?: string): Answer {
  const { mailbox } = call;
  const made = mailbox.change(() => {
    const { message } = createDraft(mailbox, sized(writeMail(writtenOn(mail, body))), {
      rfcId: body.internetMessageId,
      ...(threadId === undefined ? {} : { threadId }),
    });
    setProperties(mailbox, message.id, body.singleValueExtendedProperties ?? []);
    return message;
  });
  const location = `${call.base}/me/messages/${idOf(mailbox, made, call.idKind)}`;
  return json(
    { '@odata.context': `${call.base}/$metadata#users('me')/messages/$entity`, ...messageView(call, made) },
    201,
    { location },
  );
}

function blank({ owner }: Call): Written {
  return {
    from: { name: owner.name, address: owner.email },
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: '',
    body: { type: 'text', content: '' },
    inReplyTo: undefined,
    references: [],
    headers: [],
    attachments: [],
  };
}

function update(call: Call) {
  const { mailbox } = call;
  const { isRead, singleValueExtendedProperties, ...content } = parse(MessageBody, call.body);
  const changed = mailbox.change(() => {
    const message = itemAt(call);
    mustMatch(call, etagOf(message));
    if (content.internetMessageHeaders)
      throw badRequest('internetMessageHeaders can be given only when a message is made.', 'ErrorInvalidPropertySet');
    setProperties(mailbox, message.id, singleValueExtendedProperties ?? []);
    if (Object.keys(content).length > 0)
      rewrite(call, message, writtenOn(readMail(message.raw), content), content.internetMessageId);
    if (isRead !== undefined) mailbox.relabel(message.id, isRead ? [] : ['UNREAD'], isRead ? ['UNREAD'] : []);
    return mailbox.message(message.id) ?? message;
  });
  return json({
    '@odata.context': `${call.base}/$metadata#users('me')/messages/$entity`,
    ...messageView(call, changed),
  });
}

/** Writes an open draft anew; anything else is fixed. */
export function rewrite(call: Pick<Call, 'mailbox'>, message: Message, mail: Written, rfcId?: string): Message {
  const open = draftOfMessage(call.mailbox, message.id);
  if (!open)
    throw badRequest('The property can be changed only while the message is a draft.', 'ErrorInvalidPropertySet');
  return updateDraft(call.mailbox, open, sized(writeMail(mail)), undefined, rfcId).message;
}

/** Into Deleted Items, and from there for good. A draft there is still one. */
function remove(call: Call) {
  const { mailbox } = call;
  mailbox.change(() => {
    const message = itemAt(call);
    recall(mailbox, message.id);
    forgetDraft(call, message);
    if (message.labels.includes('TRASH')) mailbox.remove(message.id);
    else mailbox.relabel(message.id, ['TRASH'], ['INBOX']);
  });
  return noContent();
}

function removeForGood(call: Call) {
  const { mailbox } = call;
  mailbox.change(() => {
    const message = itemAt(call);
    recall(mailbox, message.id);
    forgetDraft(call, message);
    mailbox.remove(message.id);
  });
  return noContent();
}

function forgetDraft({ mailbox }: Call, message: Message): void {
  mailbox.store.run('DELETE FROM drafts WHERE account = ? AND message_id = ?', mailbox.email, message.id);
}

/** 202 says that it was accepted, no more; it lies in Drafts until the transport has taken it. */
function sendOne(call: Call): Answer {
  const { mailbox } = call;
  mailbox.change(() => {
    const message = itemAt(call);
    const again = !message.labels.includes('DRAFT') || isInTransit(mailbox, message.id);
    if (again && mailbox.flags.graphSecondSend === 'refused')
      throw badRequest('The item has already been submitted.', 'ErrorInvalidOperation');
    if (addressesIn(message.raw, 'To', 'Cc', 'Bcc').length === 0)
      throw badRequest(
        "At least one recipient isn't valid., A message can't be sent because it contains no recipients.",
        'ErrorInvalidRecipients',
      );
    submit(mailbox, message, 'api');
  });
  return { status: 202 };
}

function sized(raw: Buffer): Buffer {
  if (raw.length > MAX_BYTES)
    throw new GraphError(413, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.');
  return raw;
}
