import { z } from 'zod';
import { account } from '../accounts.js';
import { withFault } from '../fate.js';
import type { Answer, Ask } from '../http.js';
import { json } from '../http.js';
import { basic, CLIENT_ID, CLIENT_SECRET, verifies } from '../oidc.js';
import { grant, newAccessToken, newRefreshToken } from '../tokens.js';
import type { World } from '../world.js';
import { AuthRequest } from './authorize.js';
import { idToken } from './id-token.js';
import { refused } from './refused.js';
import { peopleOf } from './tenants.js';

/** POST /{tenant}/oauth2/v2.0/token: a code or a refresh token becomes an access token. */
export function token(world: World, ask: Ask, tenant: string): Promise<Answer> {
  return withFault(world, 'microsoft.token', () => answer(world, ask, tenant), refusal);
}

async function answer(world: World, ask: Ask, tenant: string): Promise<Answer> {
  const form = new URLSearchParams(ask.body.toString());
  const [basicId, basicSecret] = basic(ask.headers.authorization);
  if ((form.get('client_id') ?? basicId) !== CLIENT_ID)
    return refused(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
  if ((form.get('client_secret') ?? basicSecret) !== CLIENT_SECRET)
    return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchange(world, form, tenant);
    case 'refresh_token':
      return refresh(world, form);
    default:
      return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
}

async function exchange(world: World, form: URLSearchParams, tenant: string): Promise<Answer> {
  const Row = z.object({ account: z.string(), request: z.string(), expires_at: z.number() });
  const code = form.get('code') ?? '';
  const row = world.store.one(Row, 'SELECT account, request, expires_at FROM codes WHERE code = ?', code);
  world.store.run('DELETE FROM codes WHERE code = ?', code);
  if (!row || row.expires_at < Date.now() || !peopleOf(world, tenant).some((one) => one.email === row.account))
    return refused(
      400,
      'invalid_grant',
      70008,
      'The provided authorization code or refresh token has expired or was already redeemed.',
    );
  const request = AuthRequest.parse(JSON.parse(row.request));
  if (form.get('redirect_uri') !== request.redirect_uri)
    return refused(
      400,
      'invalid_client',
      500112,
      'The reply address does not match the one of the authorization request.',
    );
  if (!verifies(form.get('code_verifier') ?? '', request.code_challenge))
    return refused(
      400,
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  return tokens(world, row.account, request.scope, request.nonce);
}

/** A new refresh token comes with each use, and the one used stays good. */
async function refresh(world: World, form: URLSearchParams): Promise<Answer> {
  const found = grant(world.store, form.get('refresh_token') ?? '');
  if (!found || !account(world.store, found.account, 'microsoft'))
    return refused(400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.');
  if (found.revokedAt !== null)
    return refused(
      400,
      'invalid_grant',
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    );
  const scope = form.get('scope') ?? found.scope;
  const missing = scope.split(' ').find((one) => !found.scope.split(' ').includes(one));
  if (missing !== undefined)
    return refused(400, 'invalid_grant', 65001, 'The user or administrator has not consented to use the application.');
  return tokens(world, found.account, scope, undefined);
}

async function tokens(world: World, email: string, scope: string, nonce: string | undefined): Promise<Answer> {
  const person = account(world.store, email, 'microsoft');
  if (!person) throw new Error(`${email} has no account with Microsoft`);
  const asked = scope.split(' ');
  const access = newAccessToken(world.store, email, CLIENT_ID, scope);
  return json({
    ...access,
    // What was asked for comes as a refresh token, and is not named among the scopes.
    scope: asked.filter((one) => one !== 'offline_access').join(' '),
    ext_expires_in: access.expires_in,
    ...(asked.includes('offline_access')
      ? { refresh_token: newRefreshToken(world.store, email, CLIENT_ID, scope) }
      : {}),
    ...(asked.includes('openid') ? { id_token: await idToken(world, person, CLIENT_ID, nonce) } : {}),
  });
}

function refusal(status: number, reason: string | undefined): Answer {
  if (reason === 'interaction_required')
    return refused(
      400,
      reason,
      50076,
      'Due to a configuration change made by your administrator you must use multi-factor authentication.',
    );
  if (status === 400)
    return refused(400, 'invalid_grant', 50173, 'The provided grant has expired due to it being revoked.');
  if (status === 503)
    return refused(503, 'temporarily_unavailable', 90033, 'A transient error has occurred. Please try again.');
  throw new Error(`Microsoft's token endpoint cannot play "${status}${reason === undefined ? '' : ` ${reason}`}"`);
}
