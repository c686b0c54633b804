import { expect, test } from 'vitest';
import { gmailFailure } from './gmail-failures.js';

const now = new Date('2026-11-20T09:30:00Z');

test.each([
  ['no answer at all', {}, 'unclear', 'unclear'],
  ['a server error', { status: 500 }, 'unclear', 'unclear'],
  ['a server that is away', { status: 503, reason: 'backendError' }, 'unclear', 'unclear'],
  ['a request that took too long', { status: 408 }, 'unclear', 'unclear'],
  ['an answer nobody understands', { status: 302 }, 'unclear', 'unclear'],
  ['a token that ran out', { status: 401, reason: 'authError' }, 'signedOut', 'signedOut'],
  ['a grant that was taken back', { status: 400, reason: 'invalid_grant' }, 'signedOut', 'signedOut'],
  ['a permission that was unticked', { status: 403, reason: 'insufficientPermissions' }, 'signedOut', 'signedOut'],
  ['too many calls', { status: 429 }, 'busy', 'busy'],
  ['too many calls, the older way', { status: 403, reason: 'userRateLimitExceeded' }, 'busy', 'busy'],
  ['a used-up day', { status: 403, reason: 'dailyLimitExceeded' }, 'refused', 'refused'],
  ['a company policy', { status: 403, reason: 'domainPolicy' }, 'refused', 'refused'],
  ['a draft that is not there', { status: 404, reason: 'notFound' }, 'refused', 'unclear'],
  ['a failed precondition', { status: 400, reason: 'failedPrecondition' }, 'refused', 'unclear'],
])('%s', (_, refusal, asked, askedOnce) => {
  expect(gmailFailure(refusal, { now }).kind).toBe(asked);
  expect(gmailFailure(refusal, { now, once: true }).kind).toBe(askedOnce);
});

test('the wait is the one Gmail names, in whichever place, and never less than a second', () => {
  const wait = (refusal: object) => gmailFailure({ status: 429, ...refusal }, { now });
  expect(wait({ retryAfter: '7' })).toEqual({ kind: 'busy', retryAfterMs: 7_000 });
  expect(wait({ message: 'User-rate limit exceeded. Retry after 2026-11-20T09:45:00.000Z' })).toEqual({
    kind: 'busy',
    retryAfterMs: 900_000,
  });
  expect(wait({ message: 'Retry after 2026-11-20T09:00:00.000Z' })).toEqual({ kind: 'busy', retryAfterMs: 1_000 });
  expect(wait({ retryAfter: 'soon' })).toEqual({ kind: 'busy', retryAfterMs: 2_000 });
});
