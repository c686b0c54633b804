import type { Answer } from '../http.js';
import type { World } from '../world.js';
import { throttled } from './call.js';

/** Four requests at a time per app and mailbox (concepts/throttling-limits, Outlook service limits). */
const PLACES = 4;

const busy = new WeakMap<World, Map<string, number>>();

/** Does the work in one of the mailbox's places, for as long as a call takes; 429 when all are taken. */
export async function inOnePlace(world: World, mailbox: string, work: () => Promise<Answer>): Promise<Answer> {
  const taken = busy.get(world) ?? new Map<string, number>();
  busy.set(world, taken);
  const count = taken.get(mailbox) ?? 0;
  if (count >= PLACES) throw throttled(1000);
  taken.set(mailbox, count + 1);
  try {
    const answer = await work();
    const { graphLatencyMs } = world.mailbox(mailbox).flags;
    if (graphLatencyMs > 0) await new Promise((done) => setTimeout(done, graphLatencyMs));
    return answer;
  } finally {
    taken.set(mailbox, (taken.get(mailbox) ?? 1) - 1);
  }
}
