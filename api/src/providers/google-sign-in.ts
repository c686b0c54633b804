import { auth } from 'googleapis/build/src/apis/gmail/index.js';
import { z } from 'zod';
import type { GoogleServers } from '../config.js';
import { refusalOf } from './gmail/gmail-client.js';
import { gmailFailure } from './gmail/gmail-failures.js';
import { ProviderError } from './provider-error.js';
import { type MailboxTokens, type Shortfall, type SignedIn, type SignIn, understood } from './sign-in.js';

/** The least that sending once and reading answers needs. Both Gmail scopes are restricted: Google reviews the app yearly. */
const GMAIL_SCOPES = [
  'https://www.googleapis.com/auth/gmail.compose',
  'https://www.googleapis.com/auth/gmail.readonly',
] as const;

const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  email: z.email(),
  email_verified: z.literal(true),
  name: z.string().optional(),
  hd: z.string().optional(),
  nonce: z.string(),
});
const Exchanged = z.object({
  id_token: z.string(),
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expiry_date: z.number(),
  scope: z.string().default(''),
});
const Refreshed = z.object({ access_token: z.string(), refresh_token: z.string(), expiry_date: z.number() });

/** Google's authorization server. */
export class GoogleSignIn implements SignIn {
  constructor(
    private readonly servers: GoogleServers,
    private readonly timeoutMs: number,
  ) {}

  async authUrl(ask: Parameters<SignIn['authUrl']>[0]): Promise<string> {
    const url = new URL(this.servers.authUrl);
    url.search = new URLSearchParams({
      client_id: this.servers.clientId,
      redirect_uri: ask.redirectUri,
      response_type: 'code',
      scope: ['openid', 'email', 'profile', ...GMAIL_SCOPES].join(' '),
      state: ask.state,
      nonce: ask.nonce,
      code_challenge: ask.challenge,
      code_challenge_method: 'S256',
      // Offline and consent together: only then a refresh token comes every time.
      access_type: 'offline',
      prompt: 'consent',
      ...(ask.loginHint !== undefined && { login_hint: ask.loginHint }),
    }).toString();
    return url.href;
  }

  async exchange(code: string, given: Parameters<SignIn['exchange']>[1]): Promise<SignedIn | Shortfall> {
    const client = this.client();
    const { tokens } = await client
      .getToken({ code, codeVerifier: given.verifier, redirect_uri: given.redirectUri })
      .catch(toProviderError);
    const { id_token, access_token, refresh_token, expiry_date, scope } = understood('Google', Exchanged, tokens);
    const ticket = await client
      .verifyIdToken({ idToken: id_token, audience: this.servers.clientId })
      .catch((error: unknown) => {
        throw new ProviderError({ kind: 'refused', reason: 'Google signed something else than this sign-in.' }, error);
      });
    const claims = understood('Google', Claims, ticket.getPayload());
    if (claims.nonce !== given.nonce)
      throw new ProviderError({ kind: 'refused', reason: 'This answer belongs to another sign-in.' });
    const scopes = scope.split(' ').filter(Boolean);
    if (!GMAIL_SCOPES.every((needed) => scopes.includes(needed))) return 'unticked';
    if (refresh_token === undefined) return 'noRefresh';
    const domain = claims.hd?.toLowerCase();
    return {
      subject: `${claims.iss}:${claims.sub}`,
      provider: 'gmail',
      email: claims.email.toLowerCase(),
      name: claims.name ?? claims.email,
      company: domain === undefined ? null : { by: 'domain', id: domain, name: domain },
      scopes,
      tokens: { accessToken: access_token, refreshToken: refresh_token, expiresAt: new Date(expiry_date) },
    };
  }

  async refresh(refreshToken: string): Promise<MailboxTokens> {
    const client = this.client();
    client.setCredentials({ refresh_token: refreshToken });
    const { credentials } = await client.refreshAccessToken().catch(toProviderError);
    const { access_token, refresh_token, expiry_date } = understood('Google', Refreshed, {
      refresh_token: refreshToken,
      ...credentials,
    });
    return { accessToken: access_token, refreshToken: refresh_token, expiresAt: new Date(expiry_date) };
  }

  private client() {
    const { clientId, clientSecret, authUrl, tokenUrl, revokeUrl, certsUrl, issuer } = this.servers;
    return new auth.OAuth2({
      clientId,
      clientSecret,
      transporterOptions: { timeout: this.timeoutMs },
      issuers: [issuer, issuer.replace('https://', '')],
      endpoints: {
        oauth2AuthBaseUrl: authUrl,
        oauth2TokenUrl: tokenUrl,
        oauth2RevokeUrl: revokeUrl,
        oauth2FederatedSignonPemCertsUrl: certsUrl,
      },
    });
  }
}

function toProviderError(error: unknown): never {
  throw new ProviderError(gmailFailure(refusalOf(error), { now: new Date() }), error);
}
