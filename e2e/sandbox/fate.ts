import type { PlannedFault } from './faults.js';
import type { Answer } from './http.js';
import type { World } from './world.js';

/** How a provider says no: status, its reason where it has several for that status, and when to come again. */
export type Refusal = (status: number, reason: string | undefined, afterMs: number) => Answer;

/** Does the work under the fault planned for this call, if there is one. */
export async function withFault(
  world: World,
  operation: string,
  work: () => Answer | Promise<Answer>,
  refusal: Refusal,
): Promise<Answer> {
  const planned = world.faults.take(operation);
  return planned ? struck(world, planned, work, refusal) : work();
}

async function struck(
  world: World,
  planned: PlannedFault,
  work: () => Answer | Promise<Answer>,
  refusal: Refusal,
): Promise<Answer> {
  switch (planned.fault) {
    case 'before commit':
      return { status: 0, fate: 'lost' };
    case 'after commit before answer':
      return { ...(await work()), fate: 'lost' };
    case 'answer cut in half':
      return { ...(await work()), fate: 'halved' };
    case 'commits late':
      world.later(planned.ms, () => {
        Promise.resolve()
          .then(work)
          .catch((error: unknown) => console.error('sandbox:', error));
      });
      return { status: 0, fate: 'lost' };
    case 'slow answer':
      return { ...(await work()), delayMs: planned.ms };
    case 'hangs':
      return { ...(await work()), fate: 'never' };
    case '503 after commit':
    case '504 after commit':
      await work();
      return refusal(Number(planned.fault.slice(0, 3)), undefined, planned.ms);
    default: {
      const [status, reason] = planned.fault.split(' ');
      return refusal(Number(status), reason, planned.ms);
    }
  }
}
