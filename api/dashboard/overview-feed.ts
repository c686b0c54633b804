import { listSignInWays, readOverview } from '#shared/api.js';
import { type ApiClient, ApiError } from '#shared/api-client.js';
import type { Overview } from '#shared/overview.js';
import { SignInWay } from '#shared/user.js';

/** What the page shows. */
export type Showing =
  | { at: 'loading' }
  | { at: 'signedOut'; ways: readonly SignInWay[] }
  | { at: 'notAdmin'; ways: readonly SignInWay[] }
  /** Nothing to show yet; it is being tried again. */
  | { at: 'unreachable' }
  | { at: 'shown'; overview: Overview; isLive: boolean };

export const DAYS = 30;
const WAIT_SECONDS = 20;
const LONGEST_PAUSE_MS = 10_000;

/** Tells every change of what to show, until `signal` ends it: asks, then waits for the next number, and comes back after a loss. */
export async function followOverview(
  call: ApiClient,
  show: (showing: Showing) => void,
  signal: AbortSignal,
  pause: (ms: number, signal: AbortSignal) => Promise<void> = sleep,
): Promise<void> {
  let known: Overview | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      // After a loss the first answer comes at once: it tells that we are back, even when no number changed.
      const wait = known && failures === 0 ? { since: known.version, wait: WAIT_SECONDS } : {};
      known = await call(readOverview, { query: { days: DAYS, ...wait } }, { signal });
      failures = 0;
      show({ at: 'shown', overview: known, isLive: true });
    } catch (error) {
      if (signal.aborted) return;
      const code = error instanceof ApiError ? error.problem.code : undefined;
      if (code === 'signedOut') return show({ at: 'signedOut', ways: await signInWays(call, signal) });
      if (code === 'forbidden') return show({ at: 'notAdmin', ways: await signInWays(call, signal) });
      show(known ? { at: 'shown', overview: known, isLive: false } : { at: 'unreachable' });
      await pause(Math.min(500 * 2 ** failures++, LONGEST_PAUSE_MS), signal);
    }
  }
}

/** Where that cannot be told, all of them: one that is not set up here says so itself. */
const signInWays = (call: ApiClient, signal: AbortSignal): Promise<readonly SignInWay[]> =>
  call(listSignInWays, {}, { signal }).then(
    ({ ways }) => ways,
    () => SignInWay.options,
  );

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
