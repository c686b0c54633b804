import { z } from 'zod';
import type { Flags } from './flags.js';
import type { Store } from './store.js';

/** The mailbox's log of changes: what history.list reads and what pushes point into. */

export const HistoryKind = z.enum(['messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved']);
export type HistoryKind = z.infer<typeof HistoryKind>;

const Labels = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));

export const HistoryRecord = z.object({
  id: z.number(),
  kind: HistoryKind,
  messageId: z.string(),
  threadId: z.string(),
  /** The message's labels after the change. */
  labels: Labels,
  /** The labels that came or went; empty for messages added and deleted. */
  changed: Labels,
  at: z.number(),
});
export type HistoryRecord = z.infer<typeof HistoryRecord>;

const Position = z.object({ historyId: z.number(), floor: z.number() });

/** Google's history ids grow but not by one; code that counts on neighbours should fail here. */
const STEP = 3;

/** Where the account's history stands, and the oldest id a reader may still start from. */
export function historyPosition(store: Store, account: string): z.infer<typeof Position> {
  const row = store.one(
    Position,
    'SELECT history_id AS historyId, history_floor AS floor FROM accounts WHERE email = ?',
    account,
  );
  if (!row) throw new Error(`no such account: ${account}`);
  return row;
}

/** Appends one record and moves the account's history id on; answers the new id. */
export function appendHistory(store: Store, account: string, entry: Omit<HistoryRecord, 'id' | 'at'>): number {
  const id = historyPosition(store, account).historyId + STEP;
  store.run('UPDATE accounts SET history_id = ? WHERE email = ?', id, account);
  store.run(
    'INSERT INTO history (account, id, kind, message_id, thread_id, labels, changed, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    account,
    id,
    entry.kind,
    entry.messageId,
    entry.threadId,
    JSON.stringify(entry.labels),
    JSON.stringify(entry.changed),
    Date.now(),
  );
  return id;
}

/** All records after `start`, oldest first. */
export function historyAfter(store: Store, account: string, start: number): HistoryRecord[] {
  return store.all(
    HistoryRecord,
    `SELECT id, kind, message_id AS messageId, thread_id AS threadId, labels, changed, at
       FROM history WHERE account = ? AND id > ? ORDER BY id`,
    account,
    start,
  );
}

/** What a reader sees under the lag flags: the visible records after `start`, and the id to go on from. */
export function visibleHistory(store: Store, account: string, start: number, flags: Flags, now: number) {
  const all = historyAfter(store, account, start);
  const records = all.filter((record) => record.at + flags.historyLagMs <= now);
  const newest = historyPosition(store, account).historyId;
  const hidden = records.length < all.length;
  const cursor = hidden && flags.historyLagCursor === 'visible' ? (records.at(-1)?.id ?? start) : newest;
  return { records, cursor };
}

/** Drops the history so far, as Google does after about a week: older start ids answer 404 from now on. */
export function forgetHistory(store: Store, account: string): void {
  store.transact(() => {
    store.run('UPDATE accounts SET history_floor = history_id WHERE email = ?', account);
    store.run('DELETE FROM history WHERE account = ?', account);
  });
}
