import { z } from 'zod';
import { runDeliveries } from './delivery-loop.js';
import { ISSUER } from './signer.js';
import type { World } from './world.js';

/** Who signs the pushes; the API is told to accept this one and no other. */
export const PUSH_ACCOUNT = 'gmail-push@lumina-sandbox.iam.gserviceaccount.com';
export const SUBSCRIPTION = 'projects/lumina-sandbox/subscriptions/gmail-push';

const RETENTION_MS = 7 * 24 * 3600 * 1000;

const Push = z.object({
  id: z.number(),
  account: z.string(),
  historyId: z.number(),
  publishedAt: z.number(),
  attempts: z.number(),
  nextAt: z.number(),
});
type Push = z.infer<typeof Push>;

const COLUMNS = 'id, account, history_id AS historyId, published_at AS publishedAt, attempts, next_at AS nextAt';

/** Pub/Sub: delivers the stored pushes to the endpoint until each is acknowledged. With no endpoint they wait. */
export function runPubSub(world: World, signal: AbortSignal): { wake: () => void } {
  return runDeliveries(
    world,
    {
      table: 'pushes',
      retentionMs: RETENTION_MS,
      waiting: () =>
        world.pushUrl === undefined
          ? []
          : world.store.all(Push, `SELECT ${COLUMNS} FROM pushes WHERE acked_at IS NULL ORDER BY id`),
      together: (due) => due.map((push) => [push]),
      deliver: ([push], ends) => deliver(world, push, ends),
    },
    signal,
  );
}

async function deliver(world: World, push: Push | undefined, signal: AbortSignal): Promise<boolean> {
  const url = world.pushUrl;
  if (!push || url === undefined) return false;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await pushToken(world, url)}` },
      body: JSON.stringify(envelope(push)),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await answer.body?.cancel();
    return [102, 200, 201, 202, 204].includes(answer.status);
  } catch {
    return false; // nobody there, or too slow: Pub/Sub tries again
  }
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
