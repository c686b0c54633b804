import type { Answer } from '../http.js';
import { GoogleError } from './call.js';
import { tooMany } from './quota.js';

const SAID: Record<number, [reason: string, message: string]> = {
  400: ['failedPrecondition', 'Precondition check failed.'],
  401: ['authError', 'Invalid Credentials'],
  404: ['notFound', 'Requested entity was not found.'],
  408: ['deadlineExceeded', 'The deadline expired before the operation could complete.'],
  500: ['backendError', 'Backend Error'],
  503: ['backendError', 'Service unavailable. Please try again.'],
};

/** A planned refusal, as Google says it. */
export function refusal(status: number, reason: string | undefined, afterMs: number): Answer {
  if (status === 429) return tooMany(Date.now() + afterMs).answer();
  if (status === 403 && reason !== undefined && !reason.startsWith('Error'))
    return new GoogleError(403, reason, `Refused: ${reason}`).answer();
  const said = SAID[status];
  if (!said) throw new Error(`Gmail cannot play "${status}${reason === undefined ? '' : ` ${reason}`}"`);
  return new GoogleError(status, ...said).answer();
}
