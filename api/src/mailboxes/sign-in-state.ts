import { z } from 'zod';
import { OrganisationId, UserId } from '#shared/ids.js';
import { SignInWay } from '#shared/user.js';
import { seal, unseal } from '../db/sealed.js';

/** Where a finished sign-in goes back to: the extension swaps a code for tokens, the dashboard gets a cookie. */
const Destination = z.discriminatedUnion('for', [
  z.object({
    for: z.literal('extension'),
    challenge: z.string(),
    state: z.string(),
    /** Whose second mailbox it is; null: whoever signs in. */
    joins: z.object({ organisationId: OrganisationId, userId: UserId }).nullable(),
  }),
  z.object({ for: z.literal('dashboard') }),
]);
export type Destination = z.infer<typeof Destination>;

const SignInState = z.object({
  /** An answer that comes back to the other's address is not the one to this question. */
  way: SignInWay,
  destination: Destination,
  /** Of our own PKCE exchange with Google or Microsoft. */
  verifier: z.string(),
  nonce: z.string(),
  /** Hash of the cookie of the browser that began: a finished sign-in cannot be slipped to somebody else. */
  browser: z.string(),
  expiresAt: z.number(),
});
export type SignInState = z.infer<typeof SignInState>;

const ABOUT = 'sign-in state';

/** What we must remember between the two redirects travels with the browser, sealed: nothing is stored, nothing is left over. */
export const sealState = (key: Uint8Array, state: SignInState): string => seal(key, JSON.stringify(state), ABOUT);

/** Undefined when it is not ours, damaged, or too old. */
export function readState(key: Uint8Array, sealed: string, now: number): SignInState | undefined {
  try {
    const state = SignInState.parse(JSON.parse(unseal(key, sealed, ABOUT)));
    return state.expiresAt > now ? state : undefined;
  } catch {
    return undefined;
  }
}
