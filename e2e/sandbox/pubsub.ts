import { z } from 'zod';
import { readFlags } from './flags.js';
import { ISSUER } from './signer.js';
import type { World } from './world.js';

/** Who signs the pushes; the API is told to accept this one and no other. */
export const PUSH_ACCOUNT = 'gmail-push@lumina-sandbox.iam.gserviceaccount.com';
export const SUBSCRIPTION = 'projects/lumina-sandbox/subscriptions/gmail-push';

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;
const RETENTION_MS = 7 * 24 * 3600 * 1000;
const REORDER_WINDOW_MS = 400;

const Push = z.object({
  id: z.number(),
  account: z.string(),
  historyId: z.number(),
  publishedAt: z.number(),
  attempts: z.number(),
  nextAt: z.number(),
});
type Push = z.infer<typeof Push>;

/**
 * Pub/Sub: delivers the stored pushes to the endpoint until each is acknowledged, at least once and in no promised
 * order. What waits is in the store, so a restart goes on where it was. Ends with `signal`.
 */
export function runPubSub(world: World, signal: AbortSignal): { wake: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const inFlight = new Set<number>();

  const wake = () => {
    clearTimeout(timer);
    if (signal.aborted || world.pushUrl === undefined) return;
    const waiting = world.store
      .all(Push, `SELECT ${COLUMNS} FROM pushes WHERE acked_at IS NULL ORDER BY id`)
      .filter((push) => !inFlight.has(push.id));
    const now = Date.now();
    for (const push of inOrder(world, waiting, now)) {
      inFlight.add(push.id);
      void attempt(world, push, world.pushUrl, signal).finally(() => {
        inFlight.delete(push.id);
        wake();
      });
    }
    const next = Math.min(...waiting.filter((push) => !inFlight.has(push.id)).map((push) => push.nextAt));
    if (Number.isFinite(next)) timer = setTimeout(wake, Math.max(next - now, 20));
  };

  world.store.onCommit(() => queueMicrotask(wake), signal);
  signal.addEventListener('abort', () => clearTimeout(timer));
  wake();
  return { wake };
}

const COLUMNS = 'id, account, history_id AS historyId, published_at AS publishedAt, attempts, next_at AS nextAt';

function inOrder(world: World, waiting: Push[], now: number): Push[] {
  const due = waiting.filter((push) => push.nextAt <= now);
  if (!readFlags(world.store).pushReorder) return due;
  const ripe = due.length > 1 || due.some((push) => push.publishedAt + REORDER_WINDOW_MS <= now);
  return ripe ? due.reverse() : [];
}

async function attempt(world: World, push: Push, url: string, signal: AbortSignal): Promise<void> {
  const flags = readFlags(world.store);
  const expired = push.publishedAt + RETENTION_MS < Date.now();
  const accepted = flags.pushDrop || expired || (await deliver(world, push, url, 1 + flags.pushDuplicates, signal));
  if (signal.aborted) return; // the store may be closed already; an unacknowledged push simply comes again
  if (accepted) {
    world.store.run('UPDATE pushes SET acked_at = ? WHERE id = ?', Date.now(), push.id);
  } else {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** push.attempts, LAST_RETRY_MS);
    world.store.run('UPDATE pushes SET attempts = attempts + 1, next_at = ? WHERE id = ?', Date.now() + wait, push.id);
  }
}

async function deliver(world: World, push: Push, url: string, copies: number, signal: AbortSignal): Promise<boolean> {
  const authorization = `Bearer ${await pushToken(world, url)}`;
  const answers = await Promise.all(
    Array.from({ length: copies }, async () => {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify(envelope(push)),
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
        });
        await answer.body?.cancel();
        return [102, 200, 201, 202, 204].includes(answer.status);
      } catch {
        return false; // nobody there, or too slow: Pub/Sub tries again
      }
    }),
  );
  return answers.every(Boolean);
}

function envelope(push: Push) {
  const data = Buffer.from(JSON.stringify({ emailAddress: push.account, historyId: push.historyId })).toString(
    'base64',
  );
  const messageId = String(2_070_443_600_000_000 + push.id);
  const publishTime = new Date(push.publishedAt).toISOString();
  return {
    message: { data, messageId, message_id: messageId, publishTime, publish_time: publishTime },
    subscription: SUBSCRIPTION,
  };
}

function pushToken(world: World, audience: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const sub = '113774264463038321964';
  return world.signer.sign({
    iss: ISSUER,
    aud: audience,
    azp: sub,
    sub,
    email: PUSH_ACCOUNT,
    email_verified: true,
    iat,
    exp: iat + 3600,
  });
}
