import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { ProviderFailure } from './provider-error.js';

/** The person has to come back: taken back, run out, a new password, a new rule of their tenant (Microsoft's "error codes" page). */
const PERSON_NEEDED = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);
const PASSING = new Set(['temporarily_unavailable', 'server_error']);

/** What the client noticed about an answer that came whole: it was not what Microsoft vouches for. */
const UNTRUE = /^OAUTH_(JWT_|JSON_ATTRIBUTE|INVALID_RESPONSE|KEY_SELECTION|UNSUPPORTED)/;

/** What a failed exchange with Microsoft's token endpoint means. No mail was touched by it, whatever it was. */
export function microsoftSignInFailure(error: unknown): ProviderFailure {
  if (error instanceof ResponseBodyError) {
    if (PERSON_NEEDED.has(error.error)) return { kind: 'signedOut' };
    return error.status === 429 || PASSING.has(error.error)
      ? { kind: 'busy', retryAfterMs: 2_000 }
      : { kind: 'refused', reason: `Microsoft refused this sign-in (${error.error}).` };
  }
  if (error instanceof WWWAuthenticateChallengeError)
    return { kind: 'refused', reason: 'Microsoft does not accept the secret of this Lumina.' };
  if (error instanceof ClientError && UNTRUE.test(error.code ?? ''))
    return { kind: 'refused', reason: 'Microsoft signed something else than this sign-in.' };
  return { kind: 'unclear' };
}

/** What may stand in a log: the kind and Microsoft's number for it. Its sentences name people and addresses. */
export function firstWordsOf(error: unknown): string {
  if (error instanceof ResponseBodyError)
    return [error.error, ...(/^AADSTS\d+/.exec(error.error_description ?? '') ?? [])].join(' ');
  return error instanceof ClientError ? (error.code ?? error.message) : 'no answer';
}
