import type { ProviderFailure } from '../provider-error.js';

/** What came back instead of an answer, taken apart at the door. All undefined: nothing came back at all. */
export interface GmailRefusal {
  status?: number | undefined;
  /** `error.errors[0].reason`, or what the token endpoint calls `error`. */
  reason?: string | undefined;
  message?: string | undefined;
  retryAfter?: string | undefined;
}

/** Reasons of a 403 that pass by themselves (Gmail API guide "Resolve errors", 2026-04-01). */
const PASSING = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'backendError', 'quotaExceeded']);

const sentences: Record<string, string> = {
  dailyLimitExceeded: "Gmail's daily sending limit of this mailbox is used up. Nothing was sent; try again tomorrow.",
  domainPolicy:
    'Your company does not allow other programs to use Gmail. Nothing was sent; ask your Google administrator.',
};

/**
 * What a refusal means for what was asked. `once` marks a call that must not happen twice: for it a 400 or 404 says only
 * that the draft is not there now (a second drafts.send answers 404, 400 was also seen), so it may have been sent.
 */
export function gmailFailure(
  refusal: GmailRefusal,
  { once = false, now }: { once?: boolean; now: Date },
): ProviderFailure {
  const { status, reason = '' } = refusal;
  if (status === undefined) return { kind: 'unclear' };
  if (status === 401 || reason === 'invalid_grant') return { kind: 'signedOut' };
  if (status === 429 || (status === 403 && PASSING.has(reason)))
    return { kind: 'busy', retryAfterMs: retryAfterMs(refusal, now) };
  if (status === 408 || status >= 500) return { kind: 'unclear' };
  if (once && (status === 400 || status === 404 || status === 409)) return { kind: 'unclear' };
  if (status === 403 && reason === 'insufficientPermissions') return { kind: 'signedOut' };
  if (status >= 400)
    return {
      kind: 'refused',
      reason: sentences[reason] ?? `Gmail refused this mail (${status}${reason && ` ${reason}`}). Nothing was sent.`,
    };
  return { kind: 'unclear' };
}

const SECOND = 1_000;

/** Gmail documents no Retry-After; a "Retry after <time>" in the text was seen in the field. At least a second. */
function retryAfterMs({ retryAfter, message }: GmailRefusal, now: Date): number {
  const inText = /retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/i.exec(message ?? '')?.[1];
  const until = inText !== undefined ? Date.parse(inText) - now.getTime() : Number(retryAfter) * SECOND;
  return Number.isFinite(until) ? Math.max(until, SECOND) : 2 * SECOND;
}
