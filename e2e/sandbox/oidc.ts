import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Account, account, accounts } from './accounts.js';
import { type Answer, type Ask, html, json, redirect } from './http.js';
import { consentPage, refusalPage } from './oidc-page.js';
import { ISSUER } from './signer.js';
import { accessOf, grant, liveGrants, newAccessToken, newRefreshToken, revokeToken } from './tokens.js';
import type { World } from './world.js';

const CODE_MS = 60_000;
export const CLIENT_ID = process.env.LUMINA_SANDBOX_CLIENT_ID ?? 'lumina-sandbox';
export const CLIENT_SECRET = process.env.LUMINA_SANDBOX_CLIENT_SECRET ?? 'sandbox-secret';

/** What a client asks for at the authorization endpoint; parsed once, here. */
const AuthRequest = z.object({
  client_id: z.literal(CLIENT_ID),
  redirect_uri: z.url().refine(isAllowedRedirect, 'redirect_uri_mismatch'),
  response_type: z.literal('code'),
  scope: z.string().min(1),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
  access_type: z.enum(['online', 'offline']).default('online'),
  prompt: z.string().optional(),
  login_hint: z.string().optional(),
});
export type AuthRequest = z.infer<typeof AuthRequest>;

/** GET and POST /o/oauth2/v2/auth: who are you, and do you allow it? */
export function authorize(world: World, ask: Ask): Answer {
  const asked = AuthRequest.safeParse(Object.fromEntries(ask.url.searchParams));
  if (!asked.success) return html(refusalPage(z.prettifyError(asked.error)), {}, 400);
  const request = asked.data;
  if (ask.method === 'GET') return html(consentPage(request, accounts(world.store, 'google'), ask.url.search));
  const form = new URLSearchParams(ask.body.toString());
  const back = new URL(request.redirect_uri);
  if (request.state !== undefined) back.searchParams.set('state', request.state);
  const chosen = account(world.store, form.get('account') ?? '', 'google');
  if (form.get('decision') !== 'allow' || !chosen) {
    back.searchParams.set('error', 'access_denied');
    return redirect(back.href);
  }
  // Google lets people untick single permissions, so what is granted may be less than what was asked.
  const unticked = new Set(form.getAll('offered').filter((scope) => !form.getAll('scope').includes(scope)));
  const scope = request.scope
    .split(' ')
    .filter((one) => !unticked.has(one))
    .join(' ');
  back.searchParams.set('code', newCode(world, chosen, { ...request, scope }));
  back.searchParams.set('scope', scope);
  return redirect(back.href);
}

/** POST /token: a code or a refresh token becomes an access token. */
export async function token(world: World, ask: Ask): Promise<Answer> {
  const form = new URLSearchParams(ask.body.toString());
  const [basicId, basicSecret] = basic(ask.headers.authorization);
  const id = form.get('client_id') ?? basicId;
  const secret = form.get('client_secret') ?? basicSecret;
  if (id !== CLIENT_ID || secret !== CLIENT_SECRET) return json({ error: 'invalid_client' }, 401);
  const kind = form.get('grant_type');
  if (kind === 'refresh_token') return refresh(world, form.get('refresh_token') ?? '');
  if (kind === 'authorization_code') return exchange(world, form);
  return json({ error: 'unsupported_grant_type' }, 400);
}

/** GET /userinfo: the person behind an access token. */
export function userinfo(world: World, ask: Ask): Answer {
  const access = accessOf(world.store, bearer(ask));
  const person = access && account(world.store, access.account, 'google');
  if (!person) return json({ error: 'invalid_request', error_description: 'Invalid Credentials' }, 401);
  return json(profile(person));
}

/** GET /tokeninfo: what an access token is good for. */
export function tokeninfo(world: World, ask: Ask): Answer {
  const access = accessOf(world.store, ask.url.searchParams.get('access_token') ?? bearer(ask));
  if (!access) return json({ error: 'invalid_token', error_description: 'Invalid Value' }, 400);
  const seconds = Math.floor((access.expiresAt - Date.now()) / 1000);
  return json({
    azp: access.clientId,
    aud: access.clientId,
    scope: access.scope,
    expires_in: seconds,
    email: access.account,
  });
}

/** POST /revoke: 200 when the token stood for something. */
export function revoke(world: World, ask: Ask): Answer {
  const value = new URLSearchParams(ask.body.toString()).get('token') ?? ask.url.searchParams.get('token') ?? '';
  return revokeToken(world.store, value) ? json({}) : json({ error: 'invalid_token' }, 400);
}

export function bearer(ask: Ask): string {
  return /^Bearer (.+)$/i.exec(ask.headers.authorization ?? '')?.[1] ?? '';
}

async function exchange(world: World, form: URLSearchParams): Promise<Answer> {
  const Row = z.object({ account: z.string(), request: z.string(), expires_at: z.number() });
  const code = form.get('code') ?? '';
  const row = world.store.one(Row, 'SELECT account, request, expires_at FROM codes WHERE code = ?', code);
  world.store.run('DELETE FROM codes WHERE code = ?', code);
  const person = row && account(world.store, row.account, 'google');
  if (!row || !person || row.expires_at < Date.now()) return invalidGrant('Malformed auth code.');
  const request = AuthRequest.parse(JSON.parse(row.request));
  if (form.get('redirect_uri') !== request.redirect_uri) return json({ error: 'redirect_uri_mismatch' }, 400);
  if (request.code_challenge !== undefined && !verifies(form.get('code_verifier') ?? '', request.code_challenge)) {
    return invalidGrant('Invalid code verifier.');
  }
  const first = liveGrants(world.store, person.email).length === 0;
  const offline = request.access_type === 'offline' && (first || (request.prompt ?? '').split(' ').includes('consent'));
  return json({
    ...newAccessToken(world.store, person.email, request.client_id, request.scope),
    // Google hands a refresh token out once, unless consent is asked for again.
    ...(offline ? { refresh_token: newRefreshToken(world.store, person.email, request.client_id, request.scope) } : {}),
    ...(request.scope.split(' ').includes('openid') ? { id_token: await idToken(world, person, request) } : {}),
  });
}

function refresh(world: World, refreshToken: string): Answer {
  const found = grant(world.store, refreshToken);
  if (!found || found.revokedAt !== null) return invalidGrant('Token has been expired or revoked.');
  return json(newAccessToken(world.store, found.account, found.clientId, found.scope));
}

function idToken(world: World, person: Account, request: AuthRequest): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const nonce = request.nonce === undefined ? {} : { nonce: request.nonce };
  return world.signer.sign({
    iss: ISSUER,
    aud: request.client_id,
    azp: request.client_id,
    iat,
    exp: iat + 3600,
    ...nonce,
    ...profile(person),
  });
}

function profile(person: Account) {
  const [given_name, family_name] = person.name.split(' ');
  return {
    sub: person.sub,
    email: person.email,
    email_verified: true,
    name: person.name,
    given_name,
    family_name,
    hd: person.hd,
  };
}

function newCode(world: World, person: Account, request: AuthRequest): string {
  const code = `4/0${randomBytes(32).toString('base64url')}`;
  const expiresAt = Date.now() + CODE_MS;
  world.store.run(
    'INSERT INTO codes (code, account, request, expires_at) VALUES (?, ?, ?, ?)',
    code,
    person.email,
    JSON.stringify(request),
    expiresAt,
  );
  return code;
}

/** Whether a PKCE verifier is the one a challenge was made from. */
export function verifies(verifier: string, challenge: string): boolean {
  const expected = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const given = Buffer.from(challenge);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function invalidGrant(description: string): Answer {
  return json({ error: 'invalid_grant', error_description: description }, 400);
}

export function basic(header: string | undefined): [string?, string?] {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return [];
  const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return [id ?? '', secret ?? ''];
}

/** Providers want each address registered; here that is any on this machine, and any https one. */
export function isAllowedRedirect(text: string): boolean {
  const url = new URL(text);
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
  );
}
