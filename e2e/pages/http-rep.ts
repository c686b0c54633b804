import { createHash, randomBytes } from 'node:crypto';
import { takeTokens } from '#shared/api.js';
import { type ApiClient, createApiClient } from '#shared/api-client.js';

export interface HttpRep {
  call: ApiClient;
  accessToken: string;
}

/**
 * A rep without a browser: signs in as the extension does (authorization code with PKCE), presses Allow on Google's page,
 * and calls the API.
 * @throws where a page of the way does not lead on, with what it said
 */
export async function signInOverHttp(apiUrl: string, address: string): Promise<HttpRep> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const ask = new URLSearchParams({ challenge, state: 'over-http', login_hint: address, for: 'extension' });
  const start = await fetch(`${apiUrl}/auth/google?${ask}`, { redirect: 'manual' });
  const consent = locationOf(start, await start.text());
  const cookie = start.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const page = await (await fetch(consent)).text();
  const form = new URLSearchParams({ account: address, decision: 'allow' });
  for (const [, scope = ''] of page.matchAll(/name="offered" value="([^"]+)"/g)) {
    form.append('offered', scope);
    form.append('scope', scope);
  }
  const allowed = await fetch(consent, { method: 'POST', body: form, redirect: 'manual' });
  const callback = locationOf(allowed, await allowed.text());
  const back = await fetch(callback, { headers: { cookie }, redirect: 'manual' });
  const code = new URL(locationOf(back, await back.text()), apiUrl).searchParams.get('code');
  if (!code) throw new Error(`no code came back: ${back.headers.get('location')}`);
  const open = createApiClient((path, init) => fetch(apiUrl + path, init));
  const { accessToken } = await open(takeTokens, { body: { code, verifier } });
  const call = createApiClient((path, init) =>
    fetch(apiUrl + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
  );
  return { call, accessToken };
}

function locationOf(answer: Response, text: string): string {
  const location = answer.headers.get('location');
  if (!location || answer.status < 300 || answer.status > 399)
    throw new Error(`${answer.url} answered ${answer.status} instead of leading on: ${text.slice(0, 500)}`);
  return location;
}
