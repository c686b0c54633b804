import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MicrosoftSignIn } from './microsoft-sign-in.js';

const TENANT = '84bd8158-6d4d-4958-8b9f-9d6445542f95';
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';
const ENTRA = 'https://login.microsoftonline.com';
const ALL = 'openid profile email User.Read Mail.ReadWrite Mail.Send';

const keys = await generateKeyPair('RS256');
const impostor = await generateKeyPair('RS256');
const sign = (claims: JWTPayload, key = keys.privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' }).sign(key);

/** An Entra that can be told to lie. What it says when it does not is written as Microsoft's documents show it. */
let server: Server;
let url: string;
let tokenAnswer: (form: URLSearchParams) => Promise<{ status?: number; body: object }>;
let me: object;
let hasInbox: boolean;
let asked: string[];

const seconds = () => Math.floor(Date.now() / 1_000);
const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: `${ENTRA}/${TENANT}/v2.0`,
  aud: 'our-app',
  sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  tid: TENANT,
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  name: 'Ada Seller',
  // Anybody's: a tenant may put any address here.
  email: 'ceo@northwind.example',
  preferred_username: 'ceo@northwind.example',
  nonce: 'n1',
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 3_600,
  ...changed,
});
const granted = async (
  idToken: string | Promise<string> = sign(claims()),
  changed: Record<string, unknown> = {},
): Promise<{ body: object }> => ({
  body: {
    token_type: 'Bearer',
    scope: ALL,
    expires_in: 4_000,
    access_token: 'EwAccess',
    refresh_token: 'M.R3_new',
    id_token: await idToken,
    ...changed,
  },
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    asked.push(path);
    void answer(path, request).then(({ status = 200, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  hasInbox = true;
  me = {
    mail: 'Ada.Seller@Northwind-Group.example',
    userPrincipalName: 'ada@northwind-group.example',
    displayName: 'Ada Seller',
  };
  tokenAnswer = () => granted();
});

async function answer(path: string, request: IncomingMessage): Promise<{ status?: number; body: object }> {
  switch (path) {
    case '/common/v2.0/.well-known/openid-configuration':
      return { body: description };
    case '/common/discovery/v2.0/keys':
      return { body: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', use: 'sig' }] } };
    case '/common/oauth2/v2.0/token':
      return tokenAnswer(new URLSearchParams(await textOf(request)));
    case '/v1.0/me':
      return request.headers.authorization === 'Bearer EwAccess' ? { body: me } : { status: 401, body: {} };
    case '/v1.0/me/mailFolders/inbox':
      return hasInbox
        ? { body: { id: 'AAMk' } }
        : { status: 404, body: { error: { code: 'MailboxNotEnabledForRESTAPI' } } };
    default:
      return { status: 404, body: {} };
  }
}

const description = {
  token_endpoint: `${ENTRA}/common/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  jwks_uri: `${ENTRA}/common/discovery/v2.0/keys`,
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  issuer: `${ENTRA}/{tenantid}/v2.0`,
  authorization_endpoint: `${ENTRA}/common/oauth2/v2.0/authorize`,
};

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const signIn = (timeoutMs = 2_000) =>
  new MicrosoftSignIn(
    { clientId: 'our-app', clientSecret: 'our-secret', issuerUrl: `${url}/common/v2.0`, graphUrl: `${url}/v1.0/` },
    timeoutMs,
  );
const given = { redirectUri: 'https://lumina.example/auth/microsoft/callback', verifier: 'v'.repeat(43), nonce: 'n1' };
const failureOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && 'failure' in error ? (error.failure as { kind: string }).kind : error;
};

test('the browser is sent to Microsoft with everything that binds its answer to this sign-in', async () => {
  const ask = { redirectUri: given.redirectUri, state: 's1', nonce: 'n1', challenge: 'c1' };
  const microsoft = signIn();
  const address = new URL(await microsoft.authUrl({ ...ask, loginHint: 'ada@northwind-group.example' }));
  expect(address.origin + address.pathname).toBe(`${ENTRA}/common/oauth2/v2.0/authorize`);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    client_id: 'our-app',
    redirect_uri: given.redirectUri,
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid offline_access profile email User.Read Mail.ReadWrite Mail.Send',
    state: 's1',
    nonce: 'n1',
    code_challenge: 'c1',
    code_challenge_method: 'S256',
    login_hint: 'ada@northwind-group.example',
  });
  expect(new URL(await microsoft.authUrl(ask)).searchParams.get('prompt')).toBe('select_account');
  expect(asked).toEqual(['/common/v2.0/.well-known/openid-configuration']);
});

test('who somebody is comes from the signed subject and the tenant, their address from the mailbox, nothing from a claimed address', async () => {
  const form: URLSearchParams[] = [];
  tokenAnswer = (sent) => {
    form.push(sent);
    return granted();
  };
  expect(await signIn().exchange('the-code', given)).toEqual({
    subject: `${ENTRA}/${TENANT}/v2.0:AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ`,
    provider: 'graph',
    email: 'ada.seller@northwind-group.example',
    name: 'Ada Seller',
    company: { by: 'tenant', id: TENANT, name: 'northwind-group.example' },
    scopes: ALL.split(' '),
    tokens: { accessToken: 'EwAccess', refreshToken: 'M.R3_new', expiresAt: expect.any(Date) },
  });
  expect(Object.fromEntries(form[0] ?? [])).toMatchObject({
    grant_type: 'authorization_code',
    code: 'the-code',
    redirect_uri: given.redirectUri,
    code_verifier: given.verifier,
    client_id: 'our-app',
    client_secret: 'our-secret',
  });
});

test('a consumer belongs to no company', async () => {
  tokenAnswer = () => granted(sign(claims({ tid: CONSUMERS, iss: `${ENTRA}/${CONSUMERS}/v2.0` })));
  expect(await signIn().exchange('c', given)).toMatchObject({ company: null });
});

test.each([
  ['signed by somebody else', () => sign(claims(), impostor.privateKey)],
  ['nobody signed', async () => new UnsecuredJWT(claims()).encode()],
  ['for another app', () => sign(claims({ aud: 'their-app' }))],
  ['for another sign-in', () => sign(claims({ nonce: 'n2' }))],
  ['for no sign-in in particular', () => sign(claims({ nonce: undefined }))],
  ['that ran out', () => sign(claims({ iat: seconds() - 7_200, nbf: seconds() - 7_200, exp: seconds() - 3_600 }))],
  ['of another tenant than its issuer', () => sign(claims({ tid: CONSUMERS }))],
  ['of an issuer elsewhere', () => sign(claims({ iss: `https://login.northwind.example/${TENANT}/v2.0` }))],
  ['that leaves its tenant open', () => sign(claims({ tid: '{tenantid}', iss: `${ENTRA}/{tenantid}/v2.0` }))],
  ['without a tenant', () => sign(claims({ tid: undefined }))],
  ['without a subject', () => sign(claims({ sub: '' }))],
])('an id token %s is refused, and Graph is asked nothing', async (_, idToken) => {
  tokenAnswer = () => granted(idToken());
  expect(await failureOf(signIn().exchange('c', given))).toBe('refused');
  expect(asked).not.toContain('/v1.0/me');
});

test.each([
  ['unticked', { scope: 'openid profile email User.Read Mail.ReadWrite' }, {}],
  ['noRefresh', { refresh_token: undefined }, {}],
  [
    'noMailbox',
    {},
    { mail: 'ada@gmail.example', userPrincipalName: 'ada_gmail.example#EXT#@northwind.onmicrosoft.com' },
  ],
  ['noMailbox', {}, { mail: null, userPrincipalName: 'ada' }],
])('who cannot use Lumina is told why: %s', async (shortfall, changed, person) => {
  tokenAnswer = () => granted(sign(claims()), changed);
  me = { ...me, ...person };
  expect(await signIn().exchange('c', given)).toBe(shortfall);
});

test('an account whose mailbox Graph may not open has none', async () => {
  hasInbox = false;
  expect(await signIn().exchange('c', given)).toBe('noMailbox');
});

test('a log learns Microsoft’s number for what went wrong, and nothing of the person', async () => {
  tokenAnswer = async () => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'AADSTS50173: The grant of ada@northwind.example has expired.' },
  });
  await expect(signIn().refresh('x')).rejects.toMatchObject({ cause: { message: 'invalid_grant AADSTS50173' } });
});

test('scopes may come with Graph’s address before them', async () => {
  const scope =
    'openid https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.ReadWrite https://graph.microsoft.com/Mail.Send';
  tokenAnswer = () => granted(sign(claims()), { scope });
  expect(await signIn().exchange('c', given)).toMatchObject({ scopes: ['openid', ...ALL.split(' ').slice(3)] });
});

test('a refresh brings the newest refresh token, or keeps the one there is', async () => {
  const bare = { id_token: undefined };
  tokenAnswer = (form) =>
    granted('', { ...bare, access_token: `for ${form.get('refresh_token')}`, refresh_token: 'M.R3_newer' });
  const microsoft = signIn();
  expect(await microsoft.refresh('M.R3_old')).toMatchObject({
    accessToken: 'for M.R3_old',
    refreshToken: 'M.R3_newer',
  });
  tokenAnswer = () => granted('', { ...bare, refresh_token: undefined });
  expect(await microsoft.refresh('M.R3_old')).toMatchObject({ refreshToken: 'M.R3_old' });
  expect(asked.filter((path) => path.endsWith('openid-configuration'))).toHaveLength(1);
});

test.each([
  ['signedOut', 400, 'invalid_grant'],
  ['signedOut', 400, 'interaction_required'],
  ['busy', 400, 'temporarily_unavailable'],
  ['refused', 401, 'invalid_client'],
  ['unclear', 503, 'server_error'],
])('a refresh is %s when Microsoft answers %i %s', async (kind, status, error) => {
  tokenAnswer = async () => ({ status, body: { error, error_description: 'AADSTS: …', error_codes: [1] } });
  expect(await failureOf(signIn().refresh('M.R3_old'))).toBe(kind);
});

test('a Microsoft that could not be asked what it is, is asked again the next time', async () => {
  const microsoft = signIn(200);
  const { issuer } = description;
  description.issuer = '';
  const first = await failureOf(microsoft.refresh('x'));
  description.issuer = issuer;
  expect(['refused', 'unclear']).toContain(first);
  tokenAnswer = () => granted('', { id_token: undefined });
  expect(await microsoft.refresh('x')).toMatchObject({ accessToken: 'EwAccess' });
});
