import { z } from 'zod';
import { folderOf } from './exchange-ids.js';
import { Mailbox, type Message } from './mailbox.js';
import { markerOf, moveProperties } from './properties.js';
import { send } from './sending.js';
import type { World } from './world.js';

/** Exchange's transport: what was accepted for sending waits in the outbox, and is delivered a little later. */

const Outgoing = z.object({
  id: z.number(),
  account: z.string(),
  messageId: z.string(),
  threadId: z.string(),
  raw: z.instanceof(Uint8Array),
  by: z.enum(['api', 'page']),
  dueAt: z.number(),
});
type Outgoing = z.infer<typeof Outgoing>;

const COLUMNS = 'id, account, message_id AS messageId, thread_id AS threadId, raw, by, due_at AS dueAt';

/** Accepts a message for sending as it is now; a promise that outlives this process. Answers the message, unmoved. */
export function submit(mailbox: Mailbox, message: Message, by: 'api' | 'page'): Message {
  mailbox.store.transact(() =>
    mailbox.store.run(
      'INSERT INTO outbox (account, message_id, thread_id, raw, by, due_at) VALUES (?, ?, ?, ?, ?, ?)',
      mailbox.email,
      message.id,
      message.threadId,
      message.raw,
      by,
      Date.now() + mailbox.flags.graphTransportMs,
    ),
  );
  return message;
}

/** Whether it was accepted and not yet taken. */
export function isInTransit(mailbox: Mailbox, messageId: string): boolean {
  const rows = mailbox.store.all(
    z.object({ id: z.number() }),
    'SELECT id FROM outbox WHERE account = ? AND message_id = ?',
    mailbox.email,
    messageId,
  );
  return rows.length > 0;
}

/** What deleting does to a message on its way: takes it back, or nothing. */
export function recall(mailbox: Mailbox, messageId: string): void {
  if (mailbox.flags.graphDeleteInTransit === 'does not stop') return;
  mailbox.store.run('DELETE FROM outbox WHERE account = ? AND message_id = ?', mailbox.email, messageId);
}

/** Delivers what is due, as it becomes due, until `signal` aborts; what a restart finds waiting, too. */
export function runTransport(world: World, signal: AbortSignal): void {
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    clearTimeout(timer);
    if (signal.aborted) return;
    const waiting = world.store.all(Outgoing, `SELECT ${COLUMNS} FROM outbox ORDER BY due_at, id`);
    const now = Date.now();
    for (const one of waiting) if (one.dueAt <= now) take(new Mailbox(world.store, one.account), one);
    const next = Math.min(...waiting.filter((one) => one.dueAt > now).map((one) => one.dueAt));
    if (Number.isFinite(next)) timer = setTimeout(run, Math.max(next - now, 1));
  };
  world.store.onCommit(() => queueMicrotask(run), signal);
  signal.addEventListener('abort', () => clearTimeout(timer));
  run();
}

/** From Drafts to Sent Items and to the recipients, all at once. */
function take(mailbox: Mailbox, one: Outgoing): void {
  mailbox.change(() => {
    // Two passes may have read it before either took it.
    if (mailbox.store.run('DELETE FROM outbox WHERE id = ?', one.id) === 0) return;
    const draft = mailbox.message(one.messageId);
    const lies = draft !== undefined && folderOf(draft) === 'drafts';
    if (lies) mailbox.remove(one.messageId);
    const keepsId = lies && mailbox.flags.graphIdOnSend === 'same';
    const marker = markerOf(mailbox, one.messageId, one.raw);
    const sent = send(mailbox, one.raw, {
      threadId: one.threadId,
      by: one.by,
      marker,
      ...(keepsId ? { id: one.messageId } : {}),
    });
    moveProperties(mailbox, one.messageId, sent.id);
    mailbox.store.run(
      "UPDATE drafts SET state = 'sent', message_id = ? WHERE account = ? AND message_id = ?",
      sent.id,
      mailbox.email,
      one.messageId,
    );
  });
}
