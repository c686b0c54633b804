import { z } from 'zod';
import { runDeliveries } from './delivery-loop.js';
import type { World } from './world.js';

/** Graph gives up after four hours (concepts/change-notifications-delivery-webhooks). */
const RETENTION_MS = 4 * 3600 * 1000;

const Notification = z.object({
  id: z.number(),
  url: z.string(),
  body: z.string().transform((text): unknown => JSON.parse(text)),
  publishedAt: z.number(),
  attempts: z.number(),
  nextAt: z.number(),
});
type Notification = z.infer<typeof Notification>;

/** Graph's change notifications: what is due for one address goes in one request, until it answers with 2xx. */
export function runNotifications(world: World, signal: AbortSignal): void {
  runDeliveries(
    world,
    {
      table: 'notifications',
      retentionMs: RETENTION_MS,
      waiting: () =>
        world.store.all(
          Notification,
          `SELECT id, url, body, published_at AS publishedAt, attempts, next_at AS nextAt
             FROM notifications WHERE acked_at IS NULL ORDER BY id`,
        ),
      together: (due) => [...Map.groupBy(due, ({ url }) => url).values()],
      deliver,
    },
    signal,
  );
}

async function deliver(batch: Notification[], signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(batch[0]?.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ value: batch.map(({ body }) => body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // nobody there, or slower than ten seconds: Graph tries again
  }
}
