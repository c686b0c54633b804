import { z } from 'zod';
import { idsIn, withFields } from './letter.js';
import { newDraftId, newMessageId, newRfcId } from './mail-ids.js';
import type { Mailbox, Message } from './mailbox.js';
import { subjectOf } from './people.js';
import { send, stamped } from './sending.js';
import { recall, submit } from './transport.js';

/**
 * A draft is a message that may still change. With Google it has a name of its own that stays, and the message's id changes
 * at every save; with Exchange it is the message, and there is one id.
 */
export const Draft = z.object({
  id: z.string(),
  messageId: z.string(),
  /** Sent drafts are remembered, for the second send and for the ghost wrapper. */
  state: z.enum(['open', 'sent']),
  createdAt: z.number(),
});
export type Draft = z.infer<typeof Draft>;

const COLUMNS = 'id, message_id AS messageId, state, created_at AS createdAt';

/** Newest first; sent ones are not listed. */
export function drafts(mailbox: Mailbox): Draft[] {
  return mailbox.store.all(
    Draft,
    `SELECT ${COLUMNS} FROM drafts WHERE account = ? AND state = 'open' ORDER BY created_at DESC, id`,
    mailbox.email,
  );
}

/** The draft of that id, open or sent; undefined when it never was, or was deleted. */
export function draft(mailbox: Mailbox, id: string): Draft | undefined {
  return mailbox.store.one(Draft, `SELECT ${COLUMNS} FROM drafts WHERE account = ? AND id = ?`, mailbox.email, id);
}

/** The open draft a message belongs to, or undefined. */
export function draftOfMessage(mailbox: Mailbox, messageId: string): Draft | undefined {
  return mailbox.store.one(
    Draft,
    `SELECT ${COLUMNS} FROM drafts WHERE account = ? AND message_id = ? AND state = 'open'`,
    mailbox.email,
    messageId,
  );
}

interface Wanted {
  /** The id the page has already given it. */
  id?: string;
  threadId?: string;
  threadPermId?: string;
  /** Exchange keeps a Message-ID that was asked for; Google never does. */
  rfcId?: string | undefined;
}

/** A new draft. The provider mints a Message-ID at once, whatever the mail came with. */
export function createDraft(
  mailbox: Mailbox,
  raw: Uint8Array,
  wanted: Wanted = {},
): { draft: Draft; message: Message } {
  return mailbox.change(() => {
    const isGoogle = mailbox.provider === 'google';
    const messageId = newMessageId();
    const id = wanted.id ?? (isGoogle ? newDraftId() : messageId);
    const bytes = stamped(mailbox, raw, isGoogle ? undefined : wanted.rfcId);
    const threadId = threadFor(mailbox, bytes, wanted.threadId) ?? mailbox.newThread(wanted.threadPermId);
    const message = mailbox.add(bytes, {
      id: isGoogle ? messageId : id,
      labels: ['DRAFT'],
      threadId,
      permId: `msg-a:${id}`,
    });
    mailbox.store.run(
      `INSERT INTO drafts (account, id, message_id, state, created_at) VALUES (?, ?, ?, 'open', ?)
         ON CONFLICT (account, id) DO UPDATE SET message_id = excluded.message_id, state = 'open'`,
      mailbox.email,
      id,
      message.id,
      Date.now(),
    );
    return { draft: must(mailbox, id), message };
  });
}

/** Replaces the whole mail of an open draft: the draft's id stays, with Google the message's changes. */
export function updateDraft(
  mailbox: Mailbox,
  open: Draft,
  raw: Uint8Array,
  threadId?: string,
  rfcId?: string,
): { draft: Draft; message: Message } {
  return mailbox.change(() => {
    const old = mailbox.message(open.messageId);
    if (!old) throw new Error(`draft ${open.id} has lost its message`);
    mailbox.remove(old.id);
    if (mailbox.provider === 'microsoft') {
      const { id, labels, permId, storedAt } = old;
      const bytes = stamped(mailbox, raw, rfcId ?? old.rfcId);
      const message = mailbox.add(bytes, { id, labels, permId, storedAt, threadId: threadId ?? old.threadId });
      return { draft: open, message };
    }
    const bytes = stamped(mailbox, raw, old.rfcId);
    // Seen live (2026-07): editing the subject of a reply moves its draft to a thread of its own.
    const alone = mailbox.thread(old.threadId).length === 0;
    const thread = alone && threadId === undefined ? old.threadId : threadFor(mailbox, bytes, threadId ?? old.threadId);
    const message = mailbox.add(bytes, {
      labels: ['DRAFT'],
      threadId: thread ?? mailbox.newThread(),
      permId: old.permId,
    });
    mailbox.store.run(
      'UPDATE drafts SET message_id = ? WHERE account = ? AND id = ?',
      message.id,
      mailbox.email,
      open.id,
    );
    return { draft: must(mailbox, open.id), message };
  });
}

/**
 * With Google at once and for ever, not to Trash; of a ghost it takes the sent copy away: the worst of what may be true.
 * With Exchange into Deleted Items, where it is still a draft.
 */
export function deleteDraft(mailbox: Mailbox, doomed: Draft): void {
  mailbox.change(() => {
    if (mailbox.provider === 'microsoft') discard(mailbox, doomed);
    else if (mailbox.message(doomed.messageId)) mailbox.remove(doomed.messageId);
    mailbox.store.run('DELETE FROM drafts WHERE account = ? AND id = ?', mailbox.email, doomed.id);
  });
}

/**
 * Sends an open draft. Google uses it up: a second send finds nothing to send. Exchange takes it in and lets it lie in
 * Drafts until the transport comes for it.
 */
export function sendDraft(mailbox: Mailbox, open: Draft, by: 'api' | 'page'): Message {
  return mailbox.change(() => {
    const old = mailbox.message(open.messageId);
    if (!old || open.state !== 'open') throw new Error(`draft ${open.id} is not open`);
    if (mailbox.provider === 'microsoft') return submit(mailbox, old, by);
    const { messageIdHeaderOnSend, messageIdOnSend } = mailbox.flags;
    const raw = messageIdHeaderOnSend === 'kept' ? old.raw : withFields(old.raw, { 'Message-ID': newRfcId() });
    mailbox.remove(old.id);
    const id = messageIdOnSend === 'same' ? old.id : newMessageId();
    const sent = send(mailbox, raw, { threadId: old.threadId, by, id, permId: old.permId });
    mailbox.store.run(
      "UPDATE drafts SET state = 'sent', message_id = ? WHERE account = ? AND id = ?",
      sent.id,
      mailbox.email,
      open.id,
    );
    return sent;
  });
}

/**
 * The thread a mail joins. For Google naming one is not enough: the mail must also refer to a message in it and carry its
 * subject (Gmail API guide "Managing threads").
 */
export function threadFor(mailbox: Mailbox, raw: Uint8Array, threadId: string | undefined): string | undefined {
  if (threadId === undefined) return undefined;
  const members = mailbox.thread(threadId);
  const refers = [...idsIn(raw, 'References'), ...idsIn(raw, 'In-Reply-To')];
  if (mailbox.provider === 'microsoft') return members.length > 0 ? threadId : undefined;
  const fits = members.some((member) => refers.includes(member.rfcId) && bareSubject(member.raw) === bareSubject(raw));
  return fits ? threadId : undefined;
}

function discard(mailbox: Mailbox, doomed: Draft): void {
  recall(mailbox, doomed.messageId);
  if (mailbox.message(doomed.messageId)) mailbox.relabel(doomed.messageId, ['TRASH'], []);
}

function bareSubject(raw: Uint8Array): string {
  return subjectOf(raw)
    .replace(/^(?:\s*(?:re|fwd?|aw|wg|tr|rv|sv|回复|转发)\s*:\s*)+/i, '')
    .trim();
}

function must(mailbox: Mailbox, id: string): Draft {
  const found = draft(mailbox, id);
  if (!found) throw new Error(`no draft ${id} in ${mailbox.email}`);
  return found;
}
