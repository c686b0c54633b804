import type { PlannedFault } from '../faults.js';
import type { Answer } from '../http.js';
import type { World } from '../world.js';
import { GoogleError } from './call.js';
import { tooMany } from './quota.js';

/** Does the work under the fault planned for this call, if there is one. */
export async function withFault(world: World, operation: string, work: () => Answer): Promise<Answer> {
  const planned = world.faults.take(operation);
  return planned ? struck(world, planned, work) : work();
}

function struck(world: World, planned: PlannedFault, work: () => Answer): Answer {
  const { fault } = planned;
  switch (fault) {
    case 'before commit':
      return { status: 0, fate: 'lost' };
    case 'after commit before answer':
      return { ...work(), fate: 'lost' };
    case 'answer cut in half':
      return { ...work(), fate: 'halved' };
    case 'commits late':
      world.later(planned.ms, work);
      return { status: 0, fate: 'lost' };
    case 'slow answer':
      return { ...work(), delayMs: planned.ms };
    case 'hangs':
      return { ...work(), fate: 'never' };
    case '503 after commit':
      work();
      return new GoogleError(503, 'backendError', 'Service unavailable. Please try again.').answer();
    case '429':
      throw tooMany(Date.now() + planned.ms);
    case '400':
      throw new GoogleError(400, 'failedPrecondition', 'Precondition check failed.');
    case '401':
      throw new GoogleError(401, 'authError', 'Invalid Credentials');
    case '404':
      throw new GoogleError(404, 'notFound', 'Requested entity was not found.');
    case '408':
      throw new GoogleError(408, 'deadlineExceeded', 'The deadline expired before the operation could complete.');
    case '500':
    case '503':
      throw new GoogleError(Number(fault), 'backendError', 'Backend Error');
    case '403 rateLimitExceeded':
    case '403 userRateLimitExceeded':
    case '403 dailyLimitExceeded':
    case '403 domainPolicy':
    case '403 insufficientPermissions':
      throw new GoogleError(403, fault.slice(4), `Refused: ${fault.slice(4)}`);
  }
}
