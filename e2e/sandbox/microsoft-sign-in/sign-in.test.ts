import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  randomPKCECodeVerifier,
  refreshTokenGrant,
} from 'openid-client';
import { expect, test } from 'vitest';
import { ADA_OUTLOOK, BEN_OUTLOOK, CLIENT, freshSandbox } from '../testing.js';

const ENTRA = 'https://login.microsoftonline.com';
const CALLBACK = 'http://127.0.0.1:9/callback';
const SCOPE = 'openid offline_access profile email User.Read Mail.ReadWrite Mail.Send';

/** The real client, which asks for Entra by its own name and is led here. */
function client(tlsUrl: string, tenant = 'common'): Promise<Configuration> {
  return discovery(new URL(`${ENTRA}/${tenant}/v2.0`), CLIENT.clientId, CLIENT.clientSecret, undefined, {
    execute: [enableNonRepudiationChecks],
    [customFetch]: (url, options) => fetch(url.replace(ENTRA, tlsUrl), options as RequestInit),
  });
}

/** What a person does on the sign-in page: answers the form and is sent back. */
async function signIn(config: Configuration, answers: Record<string, string> = {}, query: Record<string, string> = {}) {
  const verifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: SCOPE,
    state: 'S',
    nonce: 'N',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...query,
  });
  const body = new URLSearchParams({ decision: 'allow', account: ADA_OUTLOOK, ...answers });
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return { url, verifier, back: new URL(answer.headers.get('location') ?? 'about:blank') };
}

const exchange = (config: Configuration, { back, verifier }: { back: URL; verifier: string }) =>
  authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedNonce: 'N',
    expectedState: 'S',
    idTokenExpected: true,
  });

test('the real client signs a rep in, at everybody’s address and at the tenant’s own, and checks the signature', async () => {
  await using sandbox = await freshSandbox();
  const config = await client(sandbox.tlsUrl);
  const tokens = await exchange(config, await signIn(config));
  const claims = tokens.claims();
  expect(claims).toMatchObject({ preferred_username: ADA_OUTLOOK, email: ADA_OUTLOOK, name: 'Ada Seller', ver: '2.0' });
  expect(claims?.iss).toBe(`${ENTRA}/${claims?.tid}/v2.0`);
  expect(tokens.scope).toBe(SCOPE.replace('offline_access ', ''));
  expect(tokens.expires_in).toBeGreaterThanOrEqual(3600);
  const me = await fetch(`${sandbox.tlsUrl}/v1.0/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(await me.json()).toMatchObject({ mail: ADA_OUTLOOK, id: claims?.oid });

  const own = await client(sandbox.tlsUrl, String(claims?.tid));
  expect((await exchange(own, await signIn(own))).claims()?.sub).toBe(claims?.sub);
});

test('a refresh token is replaced at each use and the old one stays good, until all is taken back', async () => {
  await using sandbox = await freshSandbox();
  const config = await client(sandbox.tlsUrl);
  const { refresh_token: first = '' } = await exchange(config, await signIn(config));
  const { refresh_token: second = '' } = await refreshTokenGrant(config, first);
  expect(second).not.toBe(first);
  for (const one of [first, second]) expect((await refreshTokenGrant(config, one)).access_token).toBeTruthy();
  await sandbox.client.next({ operation: 'microsoft.token', fault: '400 interaction_required' });
  await expect(refreshTokenGrant(config, second)).rejects.toMatchObject({ error: 'interaction_required' });
  await sandbox.client.revoke({ email: ADA_OUTLOOK });
  await expect(refreshTokenGrant(config, second)).rejects.toMatchObject({
    error: 'invalid_grant',
    error_description: expect.stringMatching(/^AADSTS50173/),
  });
});

test('a code is good once, and only for who can show the verifier', async () => {
  await using sandbox = await freshSandbox();
  const config = await client(sandbox.tlsUrl);
  const stolen = await signIn(config);
  await expect(exchange(config, { ...stolen, verifier: randomPKCECodeVerifier() })).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  await expect(exchange(config, stolen)).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('saying no comes back as access_denied, and a wrong request never redirects', async () => {
  await using sandbox = await freshSandbox();
  const config = await client(sandbox.tlsUrl);
  const { back } = await signIn(config, { decision: 'cancel' });
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 'S' });
  const unproven = await signIn(config, {}, { code_challenge_method: 'plain' });
  const elsewhere = await signIn(config, {}, { redirect_uri: 'http://evil.example/' });
  expect([unproven.back.href, elsewhere.back.href]).toEqual(['about:blank', 'about:blank']);
});

test('the page offers Microsoft’s reps and none of Google’s, with the one hinted at chosen', async () => {
  await using sandbox = await freshSandbox();
  const config = await client(sandbox.tlsUrl);
  const { url } = await signIn(config, {}, { login_hint: BEN_OUTLOOK });
  const page = await (await fetch(url)).text();
  expect(page.match(/name="account" value="[^"]+"( checked)?/g)).toEqual([
    `name="account" value="${ADA_OUTLOOK}"`,
    `name="account" value="${BEN_OUTLOOK}" checked`,
  ]);
  expect(page).toContain('Send mail as you');
});
