import { ApiError, Unreachable } from '#shared/api-client.js';

/**
 * Why a call has no answer, as a sentence for the rep. @throws what is neither a refusal nor a lost line.
 */
export function refusalOf(error: unknown, offline: string): { ok: false; because: string; signedOut: boolean } {
  if (error instanceof Unreachable) return { ok: false, because: offline, signedOut: false };
  if (error instanceof ApiError)
    return { ok: false, because: error.problem.title, signedOut: error.problem.code === 'signedOut' };
  throw error;
}
