import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client';
import { z } from 'zod';
import type { MicrosoftServers } from '../config.js';
import { type Me, MicrosoftAccount } from './microsoft-account.js';
import { firstWordsOf, microsoftSignInFailure } from './microsoft-sign-in-failures.js';
import { ProviderError } from './provider-error.js';
import { type MailboxTokens, type Shortfall, type SignedIn, type SignIn, understood } from './sign-in.js';

/** The least that sending once and reading answers needs, and the mailbox's own address. Mail.Read is contained. */
const MAIL_SCOPES = ['User.Read', 'Mail.ReadWrite', 'Mail.Send'] as const;

/** Every consumer's account is in this tenant (Microsoft's "ID token claims reference", `tid`). */
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * Of what the id token says, only what no tenant can choose for its people. Not the address: any tenant may claim any, and
 * Microsoft's own guide says never to recognise somebody by it.
 */
const Claims = z.object({ iss: z.string(), sub: z.string().min(1), tid: z.guid(), name: z.string().optional() });

/** Microsoft's authorization server (Entra). */
export class MicrosoftSignIn implements SignIn {
  private discovered: Promise<Configuration> | undefined;

  constructor(
    private readonly servers: MicrosoftServers,
    private readonly timeoutMs: number,
  ) {}

  async authUrl(ask: Parameters<SignIn['authUrl']>[0]): Promise<string> {
    const url = buildAuthorizationUrl(await this.server(), {
      redirect_uri: ask.redirectUri,
      response_type: 'code',
      response_mode: 'query',
      scope: ['openid', 'offline_access', 'profile', 'email', ...MAIL_SCOPES].join(' '),
      state: ask.state,
      nonce: ask.nonce,
      code_challenge: ask.challenge,
      code_challenge_method: 'S256',
      // Somebody with a private and a work account is asked which, instead of being taken for the one signed in last.
      ...(ask.loginHint === undefined ? { prompt: 'select_account' } : { login_hint: ask.loginHint }),
    });
    return url.href;
  }

  async exchange(code: string, given: Parameters<SignIn['exchange']>[1]): Promise<SignedIn | Shortfall> {
    const server = await this.server();
    const back = new URL(given.redirectUri);
    back.searchParams.set('code', code);
    // No state in `back`, and none expected: it was opened and compared before anybody got here.
    const answer = await authorizationCodeGrant(server, back, {
      pkceCodeVerifier: given.verifier,
      expectedNonce: given.nonce,
      idTokenExpected: true,
    }).catch(toProviderError);
    const { iss, sub, tid, name } = understood('Microsoft', Claims, answer.claims());
    const scopes = scopesOf(answer.scope);
    if (!MAIL_SCOPES.every((needed) => scopes.includes(needed))) return 'unticked';
    if (answer.refresh_token === undefined) return 'noRefresh';
    const tokens = tokensOf(answer, answer.refresh_token);
    const account = new MicrosoftAccount(this.servers.graphUrl, tokens.accessToken, this.timeoutMs);
    const me = await account.me();
    const email = addressOf(me);
    if (email === undefined || !(await account.hasMailbox())) return 'noMailbox';
    return {
      subject: `${iss}:${sub}`,
      provider: 'graph',
      email,
      name: me.displayName ?? name ?? email,
      company: tid === CONSUMERS ? null : { by: 'tenant', id: tid, name: domainOf(me.userPrincipalName) },
      scopes,
      tokens,
    };
  }

  async refresh(refreshToken: string): Promise<MailboxTokens> {
    const answer = await refreshTokenGrant(await this.server(), refreshToken).catch(toProviderError);
    // A new one comes with each use, as a rule; the old one stays good, so one that was never stored is no loss.
    return tokensOf(answer, answer.refresh_token ?? refreshToken);
  }

  /** Microsoft's own description of itself, asked for once; again only where it did not answer. */
  private server(): Promise<Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      return toProviderError(error);
    });
    return this.discovered;
  }

  /**
   * Open to all tenants, Entra names its issuer with the placeholder {tenantid}; the client puts in the token's own `tid`
   * before it compares, but only for Entra's own address (openid-client 6.9). So whoever plays Microsoft is asked under
   * that name as well, and the two differ in nothing but where the request goes.
   */
  private discover(): Promise<Configuration> {
    const { issuerUrl, clientId, clientSecret } = this.servers;
    const { origin, pathname } = new URL(issuerUrl);
    return discovery(new URL(pathname, ENTRA), clientId, clientSecret, undefined, {
      timeout: this.timeoutMs / 1_000,
      // The id token's signature is checked as well: by default its way over TLS from Microsoft would be enough.
      execute: [enableNonRepudiationChecks],
      [customFetch]: (url, options) =>
        fetch(url.startsWith(`${ENTRA}/`) ? origin + url.slice(ENTRA.length) : url, options as RequestInit),
    });
  }
}

const ENTRA = 'https://login.microsoftonline.com';

/** Microsoft may write Graph's scopes short or with Graph's address before them. */
const scopesOf = (scope = '') =>
  scope
    .split(' ')
    .filter(Boolean)
    .map((one) => one.replace('https://graph.microsoft.com/', ''));

function tokensOf(answer: TokenEndpointResponse, refreshToken: string): MailboxTokens {
  // It always says how long; an hour is what it has always been.
  const expiresAt = new Date(Date.now() + (answer.expires_in ?? 3_600) * 1_000);
  return { accessToken: answer.access_token, refreshToken, expiresAt };
}

/** A guest in somebody else's tenant (`…#EXT#@…`) has a mailbox at home, and none here. */
function addressOf({ mail, userPrincipalName }: Me): string | undefined {
  if (userPrincipalName.includes('#EXT#')) return undefined;
  return z.email().safeParse((mail ?? userPrincipalName).toLowerCase()).data;
}

/** What a tenant calls itself before its people: they sign in with names under its own domains. */
const domainOf = (principalName: string) => principalName.slice(principalName.indexOf('@') + 1).toLowerCase();

function toProviderError(error: unknown): never {
  if (error instanceof ProviderError) throw error;
  throw new ProviderError(microsoftSignInFailure(error), new Error(firstWordsOf(error), { cause: error }));
}
