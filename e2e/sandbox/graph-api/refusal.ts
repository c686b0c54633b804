import type { Answer } from '../http.js';
import { GraphError, notFound, throttled } from './call.js';

const SAID: Record<number, [code: string, message: string]> = {
  400: ['ErrorInvalidRequest', 'The request is invalid.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  408: ['RequestTimeout', 'The request timed out.'],
  500: ['ErrorInternalServerError', 'An internal server error occurred. The operation failed.'],
  503: ['ErrorServerBusy', 'The server cannot service this request right now. Try again later.'],
  504: ['UnknownError', ''],
};

/** A planned refusal, as Graph says it. */
export function refusal(status: number, reason: string | undefined, afterMs: number): Answer {
  if (status === 404) return notFound().answer();
  if (status === 429) return throttled(afterMs).answer();
  const said = SAID[status];
  if (!said || (reason !== undefined && reason !== said[0]))
    throw new Error(`Graph cannot play "${status}${reason === undefined ? '' : ` ${reason}`}"`);
  return new GraphError(status, ...said).answer();
}
