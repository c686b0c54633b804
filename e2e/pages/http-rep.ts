import { Browser, pkce } from '#api/mailboxes/testing/browser.js';
import { takeTokens } from '#shared/api.js';
import { type ApiClient, createApiClient } from '#shared/api-client.js';
import type { SignInWay } from '#shared/user.js';

export interface HttpRep {
  call: ApiClient;
  accessToken: string;
}

/**
 * A rep without a screen: signs in as the extension does (authorization code with PKCE), presses Allow on Google's page or
 * Microsoft's, and calls the API.
 * @throws where the way ends without a code, with what the last page said
 */
export async function signInOverHttp(apiUrl: string, address: string, way: SignInWay = 'google'): Promise<HttpRep> {
  const { verifier, challenge } = pkce();
  const ask = new URLSearchParams({ challenge, state: 'over-http', login_hint: address, for: 'extension' });
  const { url, status, page } = await new Browser().signIn(`${apiUrl}/auth/${way}?${ask}`, { account: address });
  const code = url.searchParams.get('code');
  if (!code) throw new Error(`no code came back: ${url.href} answered ${status}: ${page.slice(0, 500)}`);
  const open = createApiClient((path, init) => fetch(apiUrl + path, init));
  const { accessToken } = await open(takeTokens, { body: { code, verifier } });
  const call = createApiClient((path, init) =>
    fetch(apiUrl + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
  );
  return { call, accessToken };
}
