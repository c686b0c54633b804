import type { Mailbox } from '../mailbox.js';
import type { World } from '../world.js';
import { GoogleError } from './call.js';

const MINUTE_MS = 60_000;
const spentBy = new WeakMap<World, Map<string, { at: number; units: number }[]>>();

/** Counts what a call costs; 429 when the account's minute is used up. Off unless a flag sets a limit. */
export function spend(world: World, mailbox: Mailbox, units: number): void {
  const limit = mailbox.flags.quotaUnitsPerMinute;
  if (limit === 0) return;
  const now = Date.now();
  const accounts = spentBy.get(world) ?? new Map<string, { at: number; units: number }[]>();
  spentBy.set(world, accounts);
  const recent = (accounts.get(mailbox.email) ?? []).filter((one) => one.at > now - MINUTE_MS);
  const spent = recent.reduce((sum, one) => sum + one.units, 0);
  if (spent + units > limit) throw tooMany((recent[0]?.at ?? now) + MINUTE_MS);
  accounts.set(mailbox.email, [...recent, { at: now, units }]);
}

/** Gmail names the time in the text; a Retry-After header is not documented and not sent. */
export function tooMany(until: number): GoogleError {
  return new GoogleError(
    429,
    'rateLimitExceeded',
    `User-rate limit exceeded.  Retry after ${new Date(until).toISOString()}`,
  );
}
