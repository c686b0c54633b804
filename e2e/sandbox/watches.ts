import { z } from 'zod';
import { type HistoryRecord, historyAfter } from './history.js';
import type { Store } from './store.js';

const WEEK_MS = 7 * 24 * 3600 * 1000;

export const Watch = z.object({
  topic: z.string(),
  labels: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  behavior: z.enum(['include', 'exclude']),
  expiresAt: z.number(),
});
export type Watch = z.infer<typeof Watch>;

/** users.watch: pushes for this account until a week from now. Answers when it ends. */
export function watch(store: Store, account: string, wanted: Omit<Watch, 'expiresAt'>): number {
  const expiresAt = Date.now() + WEEK_MS;
  store.run(
    `INSERT INTO watches (account, topic, labels, behavior, expires_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (account) DO UPDATE SET topic = excluded.topic, labels = excluded.labels, behavior = excluded.behavior, expires_at = excluded.expires_at`,
    account,
    wanted.topic,
    JSON.stringify(wanted.labels),
    wanted.behavior,
    expiresAt,
  );
  return expiresAt;
}

/** users.stop: no pushes any more. */
export function stopWatch(store: Store, account: string): void {
  store.run('DELETE FROM watches WHERE account = ?', account);
}

/** Stores the push a change of this account calls for, if anybody watches for it; several records make one push. */
export function publishChange(store: Store, account: string, before: number, delayMs: number): void {
  const found = store.one(
    Watch,
    'SELECT topic, labels, behavior, expires_at AS expiresAt FROM watches WHERE account = ?',
    account,
  );
  const now = Date.now();
  if (!found || found.expiresAt <= now) return;
  const newest = historyAfter(store, account, before)
    .filter((record) => isWatched(found, record))
    .at(-1);
  if (newest) publish(store, account, newest.id, now + delayMs);
}

/** Stores one push to be delivered; what is stored is delivered at least once, also after a restart. */
export function publish(store: Store, account: string, historyId: number, nextAt: number): void {
  store.run(
    'INSERT INTO pushes (account, history_id, published_at, attempts, next_at) VALUES (?, ?, ?, 0, ?)',
    account,
    historyId,
    Date.now(),
    nextAt,
  );
}

function isWatched(wanted: Watch, record: HistoryRecord): boolean {
  if (wanted.labels.length === 0) return true;
  const touched = [...record.labels, ...record.changed];
  const meets = wanted.labels.some((label) => touched.includes(label));
  return wanted.behavior === 'include' ? meets : !meets;
}
