import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { signInOverHttp } from '../pages/http-rep.js';
import { newDatabase, startStack } from '../stack.js';
import { cpuMicros } from './cpu.js';
import type { Order, Outcome } from './load.js';
import { ratios } from './statistics.js';

export interface Round {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  cpuMicrosPerRequest: number;
}

/** Lumina and the floor on one path, round by round, and Lumina's throughput over the floor's of the same round. */
export interface Comparison {
  path: string;
  lumina: Round[];
  bare: Round[];
  throughput: number[];
}

export interface Length {
  rounds: number;
  seconds: number;
}

const address = 'ada.seller@northwind.example';

/**
 * Draft save and send accept of the real API process against bare Fastify and pg, in rounds that alternate. One server, a
 * database each, the same durability, logs as in production; no worker runs, so that accepting is all that is measured.
 */
export async function benchServer(
  postgresUrl: string,
  length: Length,
  log: (line: string) => void,
): Promise<Comparison[]> {
  await using stops = new AsyncDisposableStack();
  const stack = stops.use(await startStack({ postgresUrl, worker: false, env: { LOG_LEVEL: 'info' } }));
  const bare = await startBare(await newDatabase(postgresUrl));
  stops.defer(() => void bare.child.kill('SIGKILL'));
  const load = fork(fileURLToPath(new URL('./load.js', import.meta.url)));
  stops.defer(() => void load.kill('SIGKILL'));
  const { accessToken } = await signInOverHttp(stack.apiUrl, address);
  const targets = {
    lumina: { url: stack.apiUrl, pid: stack.api.pid(), token: accessToken },
    bare: { url: bare.url, pid: bare.pid, token: 'nobody asks' },
  };
  const once = (name: keyof typeof targets, what: Order['what'], seconds: number) =>
    measure(load, targets[name], { what, from: address, connections: 16, seconds });
  const comparisons: Comparison[] = [];
  for (const [what, path] of [
    ['draft', 'POST /emails/draft'],
    ['send', 'POST /emails/send'],
  ] as const) {
    const found: Comparison = { path, lumina: [], bare: [], throughput: [] };
    // Both warm before the first round that counts.
    for (const name of ['lumina', 'bare'] as const) await once(name, what, 1);
    for (let round = 0; round < length.rounds; round++) {
      const order = round % 2 === 0 ? (['lumina', 'bare'] as const) : (['bare', 'lumina'] as const);
      for (const name of order) found[name].push(await once(name, what, length.seconds));
      log(`${path}: round ${round + 1} of ${length.rounds}`);
    }
    const perSecond = (rounds: Round[]) => rounds.map((round) => round.perSecond);
    found.throughput = ratios(perSecond(found.lumina), perSecond(found.bare));
    comparisons.push(found);
  }
  return comparisons;
}

type Target = { url: string; pid: number; token: string };

async function measure(load: ChildProcess, target: Target, order: Omit<Order, 'url' | 'token'>): Promise<Round> {
  const before = cpuMicros(target.pid);
  load.send({ ...order, url: target.url, token: target.token } satisfies Order);
  const [outcome] = (await once(load, 'message')) as [Outcome];
  const spent = cpuMicros(target.pid) - before;
  const refused = Object.entries(outcome.refused);
  // A refusal is faster than the work: a round with any in it says nothing.
  if (refused.length > 0) throw new Error(`${target.url} refused: ${refused.map((one) => one.join(' ')).join('; ')}`);
  const { perSecond, p50Ms, p95Ms, answered } = outcome;
  return { perSecond, p50Ms, p95Ms, cpuMicrosPerRequest: spent / answered };
}

async function startBare(databaseUrl: string): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const child = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, ...(await rowsForBare(databaseUrl)) },
  });
  const [said] = (await once(child, 'message')) as [{ url: string }];
  return { child, url: said.url, pid: child.pid ?? 0 };
}

/** The people the floor's rows must name; Lumina's own come from signing in. */
async function rowsForBare(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ organisation: string; user: string; mailbox: string }>(
      `with who as (select id, gen_random_uuid() as "user", gen_random_uuid() as mailbox from organisations limit 1),
       person as (insert into users (id, organisation_id, subject, email, name, role)
         select "user", id, 'bench', $1, 'Ada Seller', 'rep' from who),
       box as (insert into mailboxes (id, organisation_id, user_id, provider, address, sealed_tokens, scopes)
         select mailbox, id, "user", 'gmail', $1, '', '{}' from who)
       select id as organisation, "user", mailbox from who`,
      [address],
    );
    const [row] = rows;
    if (!row) throw new Error('the sample workspace is missing');
    return { BENCH_ORGANISATION: row.organisation, BENCH_USER: row.user, BENCH_MAILBOX: row.mailbox };
  } finally {
    await client.end();
  }
}
