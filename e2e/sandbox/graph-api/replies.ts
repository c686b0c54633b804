import { z } from 'zod';
import { answerSubject, asDocument, quoteOf, readMail, type Written } from '../exchange-mail.js';
import type { Person } from '../people.js';
import { badRequest, type Call, parse, type Route } from './call.js';
import { newDraft } from './drafts.js';
import { itemAt } from './items.js';
import { MessageBody } from './message-body.js';

export const replyRoutes: Route[] = [
  {
    operation: 'messages.createReply',
    method: 'POST',
    path: 'me/messages/{}/createReply',
    needs: 'Mail.ReadWrite',
    handle: (call) => reply(call, false),
  },
  {
    operation: 'messages.createReplyAll',
    method: 'POST',
    path: 'me/messages/{}/createReplyAll',
    needs: 'Mail.ReadWrite',
    handle: (call) => reply(call, true),
  },
];

const Asked = z.strictObject({ message: MessageBody.optional(), comment: z.string().optional() });

/** A draft that answers a message: the provider sets the recipients, the subject, the references and the quote. */
function reply(call: Call, all: boolean) {
  const { message = {}, comment } = parse(Asked, call.body);
  if (comment !== undefined && message.body)
    throw badRequest('Specify either comment or the body of message, not both.');
  const parent = itemAt(call);
  const mail = readMail(parent.raw);
  const own = call.owner.email;
  const isOwn = mail.from.address.toLowerCase() === own;
  const to = isOwn ? mail.to : mail.replyTo.length > 0 ? mail.replyTo : [mail.from];
  const answer: Written = {
    from: { name: call.owner.name, address: own },
    to: all && !isOwn ? without([...to, ...mail.to], own) : to,
    cc: all ? without(mail.cc, own) : [],
    bcc: [],
    replyTo: [],
    subject: answerSubject(parent.raw),
    body: { type: 'html', content: asDocument(`${comment ?? ''}${quoteOf(parent.raw)}`) },
    inReplyTo: parent.rfcId,
    references: [...mail.references, parent.rfcId],
    headers: [],
    attachments: [],
  };
  return newDraft(call, answer, taken(call, message), parent.threadId);
}

function taken({ mailbox }: Call, message: MessageBody): MessageBody {
  if (mailbox.flags.graphReplyTakes === 'everything') return message;
  const { internetMessageId: _, singleValueExtendedProperties: __, internetMessageHeaders: ___, ...written } = message;
  return written;
}

function without(people: Person[], own: string): Person[] {
  const seen = new Set([own]);
  return people.filter(({ address }) => {
    const key = address.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
