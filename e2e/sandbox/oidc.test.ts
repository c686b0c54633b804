import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ADA, BEN, CLIENT, freshSandbox, oauthClient } from './testing.js';

const CALLBACK = 'http://127.0.0.1:9/callback';
const GMAIL = 'https://www.googleapis.com/auth/gmail.';
const SCOPE = `openid email profile ${GMAIL}compose ${GMAIL}readonly`;

/** What a person does on the sign-in page: answers the form and is sent back. */
async function signIn(httpUrl: string, query: Record<string, string>, form: Record<string, string | string[]> = {}) {
  const asked = new URLSearchParams({
    client_id: CLIENT.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: SCOPE,
    ...query,
  });
  const answers = new URLSearchParams();
  for (const [name, value] of Object.entries({ decision: 'allow', account: ADA, ...form })) {
    for (const one of [value].flat()) answers.append(name, one);
  }
  const answer = await fetch(`${httpUrl}/o/oauth2/v2/auth?${asked}`, {
    method: 'POST',
    body: answers,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? 'about:blank').searchParams;
}

function proof() {
  const verifier = randomBytes(32).toString('base64url');
  return {
    verifier,
    query: { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  };
}

test('a sign-in with PKCE gives tokens, and an id token the real library verifies', async () => {
  await using sandbox = await freshSandbox();
  const client = oauthClient(sandbox.httpUrl, CALLBACK);
  const { verifier, query } = proof();
  const back = await signIn(sandbox.httpUrl, { ...query, state: 'S', nonce: 'N', access_type: 'offline' });
  expect(back.get('state')).toBe('S');
  const { tokens } = await client.getToken({ code: back.get('code') ?? '', codeVerifier: verifier });
  expect(tokens.refresh_token).toBeTruthy();
  const ticket = await client.verifyIdToken({ idToken: tokens.id_token ?? '', audience: CLIENT.clientId });
  expect(ticket.getPayload()).toMatchObject({
    email: ADA,
    email_verified: true,
    name: 'Ada Seller',
    hd: 'northwind.example',
    nonce: 'N',
  });

  client.setCredentials({ refresh_token: tokens.refresh_token ?? '' });
  const fresh = await client.refreshAccessToken();
  expect((await client.getTokenInfo(fresh.credentials.access_token ?? '')).email).toBe(ADA);
});

test('a code is good once, and only for who can show the verifier', async () => {
  await using sandbox = await freshSandbox();
  const client = oauthClient(sandbox.httpUrl, CALLBACK);
  const stolen = proof();
  const first = await signIn(sandbox.httpUrl, stolen.query);
  await expect(client.getToken({ code: first.get('code') ?? '', codeVerifier: 'guess' })).rejects.toThrow(
    'invalid_grant',
  );
  await expect(client.getToken({ code: first.get('code') ?? '', codeVerifier: stolen.verifier })).rejects.toThrow(
    'invalid_grant',
  );
});

test('a refresh token comes with the first consent and then only when consent is asked for again', async () => {
  await using sandbox = await freshSandbox();
  const client = oauthClient(sandbox.httpUrl, CALLBACK);
  const refreshToken = async (query: Record<string, string>) => {
    const back = await signIn(sandbox.httpUrl, query);
    return (await client.getToken(back.get('code') ?? '')).tokens.refresh_token;
  };
  expect(await refreshToken({ access_type: 'online' })).toBeUndefined();
  expect(await refreshToken({ access_type: 'offline' })).toBeTruthy();
  expect(await refreshToken({ access_type: 'offline' })).toBeUndefined();
  expect(await refreshToken({ access_type: 'offline', prompt: 'consent' })).toBeTruthy();
});

test('a permission the person unticks is not granted, and the API refuses what needs it', async () => {
  await using sandbox = await freshSandbox();
  const client = oauthClient(sandbox.httpUrl, CALLBACK);
  const back = await signIn(
    sandbox.httpUrl,
    {},
    { offered: [`${GMAIL}compose`, `${GMAIL}readonly`], scope: `${GMAIL}readonly` },
  );
  const { tokens } = await client.getToken(back.get('code') ?? '');
  expect(tokens.scope).toBe(`openid email profile ${GMAIL}readonly`);
  const authorization = `Bearer ${tokens.access_token}`;
  const refused = await fetch(`${sandbox.httpUrl}/gmail/v1/users/me/drafts`, {
    method: 'POST',
    headers: { authorization },
    body: '{}',
  });
  expect(refused.status).toBe(403);
});

test('saying no comes back as access_denied, and a wrong request never redirects', async () => {
  await using sandbox = await freshSandbox();
  expect((await signIn(sandbox.httpUrl, {}, { decision: 'cancel' })).get('error')).toBe('access_denied');
  expect((await signIn(sandbox.httpUrl, { client_id: 'somebody else' })).get('code')).toBeNull();
  expect((await signIn(sandbox.httpUrl, { redirect_uri: 'http://evil.example/' })).get('code')).toBeNull();
});

test('the sign-in page offers every account and picks the one hinted at', async () => {
  await using sandbox = await freshSandbox();
  const asked = new URLSearchParams({
    client_id: CLIENT.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: SCOPE,
    login_hint: BEN,
  });
  const page = await (await fetch(`${sandbox.httpUrl}/o/oauth2/v2/auth?${asked}`)).text();
  expect(page.match(/name="account" value="[^"]+"( checked)?/g)).toEqual([
    `name="account" value="${ADA}"`,
    `name="account" value="${BEN}" checked`,
  ]);
});
