import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { letter } from './letter.js';
import { quantile } from './statistics.js';

/** One round: what to ask whom, for how long. */
export interface Order {
  url: string;
  /** `draft`: each connection saves a draft of its own again and again. `send`: each request sends a new one. */
  what: 'draft' | 'send';
  token: string;
  from: string;
  connections: number;
  seconds: number;
}

export interface Outcome {
  answered: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  /** Answers that were not 2xx, by status, with the first one's text. */
  refused: Record<string, string>;
}

/** A process of its own, so that making the load costs the measured process nothing but the machine's share. */
process.on('message', (order: Order) => {
  void run(order).then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit(0));

async function run(order: Order): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const latencies: number[] = [];
  const refused: Record<string, string> = {};
  const start = performance.now();
  const end = start + order.seconds * 1000;
  await Promise.all(
    Array.from({ length: order.connections }, async () => {
      const next = bodies(order);
      while (performance.now() < end) {
        const began = performance.now();
        const { status, text } = await post(agent, order, next());
        if (status >= 200 && status < 300) latencies.push(performance.now() - began);
        else refused[status] ??= text.slice(0, 300);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  return {
    answered: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    refused,
  };
}

function bodies({ what, from }: Order): () => string {
  const id = randomUUID();
  let revision = 0;
  if (what === 'draft')
    return () =>
      JSON.stringify({ ...letter(revision), id, basedOn: revision++, webmail: 'gmail', from, webmailDraftId: null });
  return () =>
    JSON.stringify({
      ...letter(revision++),
      draftId: randomUUID(),
      from,
      // Long after the bench: nothing is to leave while it runs.
      undoSeconds: 120,
      acceptedSpans: [],
      aiShare: 0,
      webmailDraftId: null,
    });
}

function post(agent: Agent, { url, what, token }: Order, body: string): Promise<{ status: number; text: string }> {
  const headers: Record<string, string | number> = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  if (what === 'send') headers['idempotency-key'] = randomUUID();
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${what === 'draft' ? '/emails/draft' : '/emails/send'}`, {
      method: 'POST',
      agent,
      headers,
    });
    asked.once('error', reject);
    asked.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.end(body);
  });
}
