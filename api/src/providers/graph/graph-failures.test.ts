import { expect, test } from 'vitest';
import { graphFailure } from './graph-failures.js';

const now = new Date('2026-11-20T09:30:00Z');

test.each([
  ['no answer at all', {}, 'unclear', 'unclear'],
  ['a server error', { status: 500 }, 'unclear', 'unclear'],
  ['a server that is away', { status: 503, code: 'ServiceUnavailable', retryAfter: '5' }, 'unclear', 'unclear'],
  ['a gateway that gave up', { status: 504 }, 'unclear', 'unclear'],
  ['a request that took too long', { status: 408 }, 'unclear', 'unclear'],
  ['a redirect nobody follows', { status: 307 }, 'unclear', 'unclear'],
  ['an item somebody else just changed', { status: 409, code: 'ErrorIrresolvableConflict' }, 'unclear', 'unclear'],
  ['a token that ran out', { status: 401, code: 'InvalidAuthenticationToken' }, 'signedOut', 'signedOut'],
  ['a permission that was taken back', { status: 403, code: 'ErrorAccessDenied' }, 'signedOut', 'signedOut'],
  ['too many calls', { status: 429, code: 'ApplicationThrottled' }, 'busy', 'busy'],
  ['a full mailbox', { status: 403, code: 'ErrorQuotaExceeded' }, 'refused', 'refused'],
  ['a sender that is not theirs', { status: 403, code: 'ErrorSendAsDenied' }, 'refused', 'refused'],
  ['a recipient that is none', { status: 400, code: 'ErrorInvalidRecipients' }, 'refused', 'refused'],
  ['a draft that is not there', { status: 404, code: 'ErrorItemNotFound' }, 'refused', 'unclear'],
  ['a bad request of a kind we do not know', { status: 400, code: 'ErrorInvalidRequest' }, 'refused', 'unclear'],
  ['a mail that is too large', { status: 413 }, 'refused', 'refused'],
  ['a place in the history that is lost', { status: 410, code: 'SyncStateNotFound' }, 'cursorExpired', 'unclear'],
  ['the same, said otherwise', { status: 400, code: 'SyncStateNotFound' }, 'cursorExpired', 'unclear'],
])('%s', (_, refusal, asked, askedOnce) => {
  expect(graphFailure(refusal, { now }).kind).toBe(asked);
  expect(graphFailure(refusal, { now, once: true }).kind).toBe(askedOnce);
});

test.each([
  ['7', 7_000],
  ['0', 1_000],
  ['Fri, 20 Nov 2026 09:32:00 GMT', 120_000],
  ['soon', 10_000],
  [undefined, 10_000],
])('Retry-After %s means a wait of %d ms', (retryAfter, retryAfterMs) => {
  expect(graphFailure({ status: 429, retryAfter }, { now })).toEqual({ kind: 'busy', retryAfterMs });
});
