import type { z } from 'zod';
import type { ProviderName } from '#shared/mailbox.js';
import { ProviderError } from './provider-error.js';

export interface MailboxTokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

/** Who signed in, as the signature of Google or Microsoft vouches for it, and the mailbox they let us into. */
export interface SignedIn {
  /** '<issuer>:<sub>': an address can change hands, a subject cannot. */
  subject: string;
  provider: ProviderName;
  /** The mailbox's address, lower case. */
  email: string;
  name: string;
  /** The company as one of the two vouches for it; null for a consumer's account. Names of different kinds are never compared. */
  company: { by: 'domain' | 'tenant'; id: string; name: string } | null;
  scopes: string[];
  tokens: MailboxTokens;
}

/** Why somebody who did sign in cannot use Lumina: a permission is missing, it would end within the hour, there is no mailbox. */
export type Shortfall = 'unticked' | 'noRefresh' | 'noMailbox';

/** An authorization server: OAuth 2 with PKCE, OpenID Connect. */
export interface SignIn {
  /** Where the browser goes. `challenge` is S256 of the verifier given to `exchange`. @throws ProviderError */
  authUrl(ask: {
    redirectUri: string;
    state: string;
    nonce: string;
    challenge: string;
    loginHint?: string | undefined;
  }): Promise<string>;
  /** @throws ProviderError refused when it does not vouch for this sign-in, unclear when it does not answer. */
  exchange(
    code: string,
    given: { redirectUri: string; verifier: string; nonce: string },
  ): Promise<SignedIn | Shortfall>;
  /** The newest tokens: an old refresh token may be replaced. @throws ProviderError signedOut when the grant is gone for good. */
  refresh(refreshToken: string): Promise<MailboxTokens>;
}

/** What an authorization server said, parsed. @throws ProviderError refused where it is nothing we know. */
export function understood<Schema extends z.ZodType>(
  whose: 'Google' | 'Microsoft',
  schema: Schema,
  said: unknown,
): z.output<Schema> {
  const read = schema.safeParse(said);
  if (read.success) return read.data;
  throw new ProviderError(
    { kind: 'refused', reason: `${whose} answered in a way Lumina does not understand.` },
    read.error,
  );
}
