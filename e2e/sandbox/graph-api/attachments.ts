import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Attached, readMail } from '../exchange-mail.js';
import { type Answer, json } from '../http.js';
import type { Message } from '../mailbox.js';
import { attachmentsOf } from './attachment-view.js';
import { badRequest, type Call, GraphError, noContent, notFound, parse, type Route } from './call.js';
import { rewrite } from './drafts.js';
import { itemAt } from './items.js';
import { FileAttachment } from './message-body.js';

const PATH = 'me/messages/{}/attachments';

export const attachmentRoutes: Route[] = [
  { operation: 'attachments.create', method: 'POST', path: PATH, needs: 'Mail.ReadWrite', handle: create },
  { operation: 'attachments.list', method: 'GET', path: PATH, needs: 'Mail.Read', handle: list },
  {
    operation: 'attachments.createUploadSession',
    method: 'POST',
    path: `${PATH}/createUploadSession`,
    needs: 'Mail.ReadWrite',
    handle: createSession,
  },
  { operation: 'attachments.get', method: 'GET', path: `${PATH}/{}`, needs: 'Mail.Read', handle: get },
  { operation: 'attachments.content', method: 'GET', path: `${PATH}/{}/$value`, needs: 'Mail.Read', handle: content },
  { operation: 'attachments.delete', method: 'DELETE', path: `${PATH}/{}`, needs: 'Mail.ReadWrite', handle: remove },
];

const MB = 1024 * 1024;
/**
 * Under 3 MB a file goes in one piece, from there by an upload session (concepts/outlook-large-attachments). Which MB is not
 * said: between the two readings both ways are taken.
 */
const LARGE = { from: 3_000_000, always: 3 * MB };
const LARGEST = 150 * MB;
const SESSION_MS = 60 * 60_000;

/** The file an upload session is for. */
export const AttachmentItem = z.strictObject({
  attachmentType: z.literal('file'),
  name: z.string(),
  size: z.number().int().positive(),
  contentType: z.string().optional(),
  isInline: z.boolean().optional(),
  contentId: z.string().optional(),
});

function create(call: Call) {
  const file = parse(FileAttachment, call.body);
  if (file.content.length >= LARGE.always)
    throw new GraphError(413, 'ErrorAttachmentSizeLimitExceeded', 'The attachment size exceeds the allowed limit.');
  return json(attachmentsOf(attach(call, itemAt(call), file)).at(-1)?.view, 201);
}

/** Puts a file on a draft. */
export function attach(call: Pick<Call, 'mailbox'>, message: Message, file: Attached): Message {
  const mail = readMail(message.raw);
  return call.mailbox.change(() => rewrite(call, message, { ...mail, attachments: [...mail.attachments, file] }));
}

function list(call: Call) {
  const value = attachmentsOf(itemAt(call)).map((one) => selected(call, one.view));
  return json({ '@odata.context': `${call.base}/$metadata#users('me')/messages('id')/attachments`, value });
}

function get(call: Call) {
  return json(selected(call, one(call).view));
}

function content(call: Call): Answer {
  const { attached } = one(call);
  return { status: 200, headers: { 'content-type': attached.contentType }, body: attached.content };
}

function remove(call: Call) {
  call.mailbox.change(() => {
    const message = itemAt(call);
    const doomed = one(call).id;
    const kept = attachmentsOf(message).filter((each) => each.id !== doomed);
    rewrite(call, message, { ...readMail(message.raw), attachments: kept.map((each) => each.attached) });
  });
  return noContent();
}

function one(call: Call) {
  const found = attachmentsOf(itemAt(call)).find((each) => each.id === call.params[1]);
  if (!found) throw notFound();
  return found;
}

function selected(call: Call, view: object): object {
  const select = call.query.get('$select')?.split(',');
  const kept = (name: string) => !select || name.startsWith('@') || name === 'id' || select.includes(name);
  return Object.fromEntries(Object.entries(view).filter(([name]) => kept(name)));
}

/** An address of its own for a large file: whoever has it may write, without a token. */
function createSession(call: Call) {
  const { AttachmentItem: item } = parse(z.strictObject({ AttachmentItem }), call.body);
  if (item.size < LARGE.from)
    throw badRequest(
      'The attachment size should not be less than the minimum size.',
      'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
    );
  if (item.size > LARGEST)
    throw new GraphError(413, 'ErrorAttachmentSizeLimitExceeded', 'The attachment is too large.');
  const message = itemAt(call);
  if (!message.labels.includes('DRAFT'))
    throw badRequest('Files can be added only to a draft.', 'ErrorInvalidOperation');
  const id = randomBytes(24).toString('base64url');
  const expiresAt = Date.now() + SESSION_MS;
  call.mailbox.store.transact(() =>
    call.mailbox.store.run(
      'INSERT INTO uploads (id, account, message_id, item, received, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      call.mailbox.email,
      message.id,
      JSON.stringify(item),
      Buffer.alloc(0),
      expiresAt,
    ),
  );
  const uploadUrl = `${call.base.replace(/\/v1\.0$/, '')}/api/gv1.0/AttachmentSessions?authtoken=${id}`;
  const session = { uploadUrl, expirationDateTime: new Date(expiresAt).toISOString(), nextExpectedRanges: ['0-'] };
  return json({ '@odata.context': `${call.base}/$metadata#microsoft.graph.uploadSession`, ...session }, 201);
}
