import { type Answer, json } from './http.js';
import type { World } from './world.js';

const turns = new WeakMap<World, Promise<unknown>>();

/** Saves of the mail pages happen in the order they came: making the mail takes a moment, and a send must not overtake its last save. */
export function inTurn<T>(world: World, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(world) ?? Promise.resolve()).then(work);
  turns.set(
    world,
    mine.catch(() => undefined),
  );
  return mine;
}

/** A mail page's network can fail too: the fault 'page.sync'. */
export async function withPageFault(world: World, work: () => Promise<Answer>): Promise<Answer> {
  const planned = world.faults.take('page.sync');
  if (!planned) return work();
  if (planned.fault === 'before commit') return { status: 0, fate: 'lost' };
  if (planned.fault === '503') return json(null, 503);
  if (planned.fault === 'after commit before answer') return { ...(await work()), fate: 'lost' };
  throw new Error(`the page cannot play "${planned.fault}"`);
}
