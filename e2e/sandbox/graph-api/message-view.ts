import { conversationId, folderId, folderOf, type ItemIdKind, itemId } from '../exchange-ids.js';
import { readMail, type Written } from '../exchange-mail.js';
import { readableText } from '../gmail-view.js';
import { fieldsOf } from '../letter.js';
import type { Mailbox, Message } from '../mailbox.js';
import type { Person } from '../people.js';
import { plainText } from '../plain-text.js';
import { propertiesOf } from '../properties.js';
import { attachmentsOf } from './attachment-view.js';
import { badRequest, type Call, preference } from './call.js';

/** A message as Graph answers it: what $select names, or all that comes by itself; and what $expand adds. */
export function messageView(call: Call, message: Message): Record<string, unknown> {
  const select = (call.query.get('$select') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const whole = { ...everything(call, message), internetMessageHeaders: headersOf(message) };
  const names =
    select.length > 0 ? ['id', ...select] : Object.keys(whole).filter((name) => name !== 'internetMessageHeaders');
  const shown = names.map((name) => {
    if (!(name in whole))
      throw badRequest(
        `Could not find a property named '${name}' on type 'microsoft.graph.message'.`,
        'RequestBroker--ParseUri',
      );
    return [name, whole[name as keyof typeof whole]];
  });
  return { '@odata.etag': etagOf(message), ...Object.fromEntries(shown), ...expanded(call, message) };
}

export function etagOf(message: Message): string {
  return `W/"${changeKeyOf(message)}"`;
}

/** What notifications, delta and lists name a message by. */
export function idOf(mailbox: Mailbox, message: Pick<Message, 'id' | 'labels'>, kind: ItemIdKind): string {
  return itemId(mailbox.email, message, kind);
}

function everything(call: Call, message: Message) {
  const { mailbox } = call;
  const mail = readMail(message.raw);
  const isDraft = message.labels.includes('DRAFT');
  const sender = mail.from.address === '' ? null : recipient(mail.from);
  return {
    id: idOf(mailbox, message, call.idKind),
    createdDateTime: at(message.storedAt),
    lastModifiedDateTime: at(message.modifiedAt || message.storedAt),
    changeKey: changeKeyOf(message),
    categories: [],
    receivedDateTime: at(message.at),
    sentDateTime: at(message.at),
    hasAttachments: mail.attachments.some((one) => !one.isInline),
    internetMessageId: message.rfcId,
    subject: mail.subject,
    bodyPreview: readableText(message.raw).replace(/\s+/g, ' ').trim().slice(0, 255),
    importance: 'normal',
    parentFolderId: folderId(mailbox.email, folderOf(message)),
    conversationId: conversationId(mailbox.email, message.threadId),
    conversationIndex: Buffer.from(message.threadId.padStart(16, '0'), 'hex').toString('base64'),
    isDeliveryReceiptRequested: null,
    isReadReceiptRequested: false,
    isRead: !message.labels.includes('UNREAD'),
    isDraft,
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(idOf(mailbox, message, 'usual'))}&exvsurl=1&viewmodel=ReadMessageItem`,
    inferenceClassification: 'focused',
    body: bodyOf(call, mail),
    sender,
    from: sender,
    toRecipients: mail.to.map(recipient),
    ccRecipients: mail.cc.map(recipient),
    bccRecipients: mail.bcc.map(recipient),
    replyTo: mail.replyTo.map(recipient),
    flag: { flagStatus: 'notFlagged' },
  };
}

function bodyOf(call: Call, mail: Written) {
  if (preference(call.headers, 'outlook.body-content-type') === 'text' && mail.body.type === 'html')
    return { contentType: 'text', content: plainText(mail.body.content) };
  return { contentType: mail.body.type, content: mail.body.content };
}

/** Of what the mailbox itself sent they are not told (microsoft-graph-docs #3066). */
function headersOf(message: Message) {
  if (message.labels.includes('SENT')) return null;
  const all = fieldsOf(message.raw).map(({ name, value }) => ({ name, value }));
  return message.labels.includes('DRAFT') ? all.filter((one) => /^x-/i.test(one.name)) : all;
}

const PROPERTY = /^singleValueExtendedProperties\s*\(\s*\$filter\s*=\s*(.+)\)$/i;

function expanded(call: Call, message: Message): Record<string, unknown> {
  const expand = call.query.get('$expand');
  if (expand === null) return {};
  if (expand === 'attachments') return { attachments: attachmentsOf(message).map((one) => one.view) };
  const wanted = PROPERTY.exec(expand)?.[1]
    ?.split(/\s+or\s+/i)
    .map((one) => /^\s*id\s+eq\s+'(.+)'\s*$/i.exec(one)?.[1]);
  if (!wanted || wanted.includes(undefined))
    throw badRequest(`The sandbox does not know $expand=${expand}`, 'RequestBroker--ParseUri');
  const found = propertiesOf(call.mailbox, message.id).filter((one) =>
    wanted.some((id) => isSameProperty(one.id, id ?? '')),
  );
  return found.length > 0 ? { singleValueExtendedProperties: found } : {};
}

/** The GUID in any case, the name exactly. */
export function isSameProperty(one: string, other: string): boolean {
  const bare = (id: string) => id.replace(/\{[^}]*\}/, (guid) => guid.toLowerCase());
  return bare(one) === bare(other);
}

function changeKeyOf(message: Message): string {
  return Buffer.concat([Buffer.from('CQAAABYAAAC', 'base64'), Buffer.from(String(message.historyId))]).toString(
    'base64',
  );
}

function recipient({ name, address }: Person) {
  return { emailAddress: { name: name || address, address } };
}

/** Graph tells times without milliseconds. */
function at(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
