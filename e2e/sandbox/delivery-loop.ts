import { readFlags } from './flags.js';
import type { World } from './world.js';

/** Something to be told to somebody outside, until they say that they have heard it. */
export interface Waiting {
  id: number;
  publishedAt: number;
  attempts: number;
  nextAt: number;
}

interface Deliveries<T extends Waiting> {
  /** The table of those waiting. */
  table: 'pushes' | 'notifications';
  /** How long they are worth trying. */
  retentionMs: number;
  /** What is not yet heard and may be delivered, oldest first. */
  waiting: () => T[];
  /** What of that goes together. */
  together: (due: T[]) => T[][];
  /** Delivers one copy; whether it was heard. */
  deliver: (batch: T[], signal: AbortSignal) => Promise<boolean>;
}

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;
const REORDER_WINDOW_MS = 400;

/**
 * Delivers what is stored at least once and in no promised order, with growing waits between attempts. What waits is in the
 * store, so a restart goes on where it was. Ends with `signal`.
 */
export function runDeliveries<T extends Waiting>(
  world: World,
  kind: Deliveries<T>,
  signal: AbortSignal,
): { wake: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const inFlight = new Set<number>();

  const wake = () => {
    clearTimeout(timer);
    if (signal.aborted) return;
    const waiting = kind.waiting().filter((one) => !inFlight.has(one.id));
    const now = Date.now();
    for (const batch of kind.together(inOrder(world, waiting, now))) {
      for (const { id } of batch) inFlight.add(id);
      void attempt(world, kind, batch, signal).finally(() => {
        for (const { id } of batch) inFlight.delete(id);
        wake();
      });
    }
    const next = Math.min(...waiting.filter((one) => !inFlight.has(one.id)).map((one) => one.nextAt));
    if (Number.isFinite(next)) timer = setTimeout(wake, Math.max(next - now, 20));
  };

  world.store.onCommit(() => queueMicrotask(wake), signal);
  signal.addEventListener('abort', () => clearTimeout(timer));
  wake();
  return { wake };
}

function inOrder<T extends Waiting>(world: World, waiting: T[], now: number): T[] {
  const due = waiting.filter((one) => one.nextAt <= now);
  if (!readFlags(world.store).pushReorder) return due;
  const ripe = due.length > 1 || due.some((one) => one.publishedAt + REORDER_WINDOW_MS <= now);
  return ripe ? due.reverse() : [];
}

async function attempt<T extends Waiting>(
  world: World,
  kind: Deliveries<T>,
  batch: T[],
  signal: AbortSignal,
): Promise<void> {
  const { pushDrop, pushDuplicates } = readFlags(world.store);
  const worth = batch.filter((one) => one.publishedAt + kind.retentionMs >= Date.now());
  const copies = pushDrop || worth.length === 0 ? 0 : 1 + pushDuplicates;
  const heard = await Promise.all(Array.from({ length: copies }, () => kind.deliver(worth, signal)));
  if (signal.aborted) return; // the store may be closed already; what nobody has heard simply comes again
  const now = Date.now();
  for (const { id, attempts } of batch) {
    if (heard.every(Boolean)) world.store.run(`UPDATE ${kind.table} SET acked_at = ? WHERE id = ?`, now, id);
    else {
      const wait = Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS);
      world.store.run(`UPDATE ${kind.table} SET attempts = attempts + 1, next_at = ? WHERE id = ?`, now + wait, id);
    }
  }
}
