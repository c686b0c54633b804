import { z } from 'zod';
import { createDraft, type Draft, deleteDraft, draft, drafts, sendDraft, threadFor, updateDraft } from '../drafts.js';
import { messageView, stub } from '../gmail-view.js';
import { addressesIn } from '../letter.js';
import type { Mailbox, Message } from '../mailbox.js';
import { send, stamped } from '../sending.js';
import { type Call, GoogleError, invalid, notFound, page, parse, type Route } from './call.js';
import { formatOf } from './messages.js';

const MessageBody = z.object({ raw: z.string().optional(), threadId: z.string().optional() });
const DraftBody = z.object({ id: z.string().optional(), message: MessageBody.optional() });

const MAX_BYTES = 36_700_160;

export const draftRoutes: Route[] = [
  { operation: 'drafts.create', method: 'POST', path: 'drafts', needs: 'compose', units: 10, handle: create },
  { operation: 'drafts.list', method: 'GET', path: 'drafts', needs: 'read', units: 5, handle: list },
  { operation: 'drafts.send', method: 'POST', path: 'drafts/send', needs: 'compose', units: 100, handle: sendOne },
  { operation: 'drafts.get', method: 'GET', path: 'drafts/{}', needs: 'read', units: 20, handle: get },
  { operation: 'drafts.update', method: 'PUT', path: 'drafts/{}', needs: 'compose', units: 15, handle: update },
  { operation: 'drafts.delete', method: 'DELETE', path: 'drafts/{}', needs: 'compose', units: 10, handle: remove },
  { operation: 'messages.send', method: 'POST', path: 'messages/send', needs: 'send', units: 100, handle: sendMessage },
];

function create(call: Call) {
  const { raw, threadId } = letterOf(call, parse(DraftBody, call.body).message);
  const made = createDraft(call.mailbox, raw, threadId === undefined ? {} : { threadId });
  return { id: made.draft.id, message: stub(made.message) };
}

function update(call: Call) {
  const { raw, threadId } = letterOf(call, parse(DraftBody, call.body).message);
  const made = updateDraft(call.mailbox, openDraft(call.mailbox, call.params[0]), raw, threadId);
  return { id: made.draft.id, message: stub(made.message) };
}

function list(call: Call) {
  const { mailbox } = call;
  const visible = drafts(mailbox).filter((one) => one.createdAt + mailbox.flags.draftListLagMs <= Date.now());
  const { items, next } = page(visible, call.query, 100);
  const shown = items.map((one) => ({
    id: one.id,
    message: { id: one.messageId, threadId: mailbox.message(one.messageId)?.threadId },
  }));
  return { ...(shown.length > 0 ? { drafts: shown } : {}), ...next, resultSizeEstimate: visible.length };
}

function get(call: Call) {
  const found = draft(call.mailbox, call.params[0] ?? '');
  const isGhost = found?.state === 'sent' && call.mailbox.flags.ghostWrapper;
  if (!found || (found.state === 'sent' && !isGhost)) throw notFound();
  return { id: found.id, message: messageView(messageOf(call.mailbox, found), formatOf(call.query)) };
}

function remove(call: Call) {
  const found = draft(call.mailbox, call.params[0] ?? '');
  if (!found || (found.state === 'sent' && !call.mailbox.flags.ghostWrapper)) throw notFound();
  deleteDraft(call.mailbox, found);
  return undefined;
}

function sendOne(call: Call) {
  const asked = parse(DraftBody, call.body);
  if (asked.id === undefined) return sendMessage({ ...call, body: asked.message ?? {} });
  const found = draft(call.mailbox, asked.id);
  if (found?.state === 'sent' && call.mailbox.flags.secondSend === '400')
    throw new GoogleError(400, 'failedPrecondition', 'Precondition check failed.');
  let open = openDraft(call.mailbox, asked.id);
  const mailbox = call.mailbox;
  return mailbox.change(() => {
    if (call.media || asked.message?.raw !== undefined) {
      const { raw, threadId } = letterOf(call, asked.message);
      open = updateDraft(mailbox, open, raw, threadId).draft;
    }
    refuseWithoutRecipient(messageOf(mailbox, open).raw);
    return stub(sendDraft(mailbox, open, 'api'));
  });
}

function sendMessage(call: Call) {
  const { raw, threadId } = letterOf(call, parse(MessageBody, call.body));
  refuseWithoutRecipient(raw);
  const { mailbox } = call;
  return mailbox.change(() => {
    const bytes = stamped(mailbox, raw);
    return stub(
      send(mailbox, bytes, { threadId: threadFor(mailbox, bytes, threadId) ?? mailbox.newThread(), by: 'api' }),
    );
  });
}

function letterOf(
  call: Call,
  message: z.infer<typeof MessageBody> = {},
): { raw: Buffer; threadId: string | undefined } {
  const raw = call.media ?? (message.raw === undefined ? undefined : Buffer.from(message.raw, 'base64url'));
  if (!raw) throw invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
  if (raw.length > MAX_BYTES) throw new GoogleError(413, 'uploadTooLarge', 'Request Too Large');
  const known = message.threadId === undefined || call.mailbox.thread(message.threadId).length > 0;
  if (!known) throw notFound();
  return { raw, threadId: message.threadId };
}

function refuseWithoutRecipient(raw: Uint8Array): void {
  if (addressesIn(raw, 'To', 'Cc', 'Bcc').length === 0) throw invalid('Recipient address required');
}

function openDraft(mailbox: Mailbox, id = ''): Draft {
  const found = draft(mailbox, id);
  if (found?.state !== 'open') throw notFound();
  return found;
}

function messageOf(mailbox: Mailbox, of: Draft): Message {
  const message = mailbox.message(of.messageId);
  if (!message) throw notFound();
  return message;
}
