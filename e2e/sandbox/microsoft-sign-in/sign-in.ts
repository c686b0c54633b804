import { account } from '../accounts.js';
import { type Answer, type Ask, json, redirect, UnknownRoute } from '../http.js';
import { bearer } from '../oidc.js';
import { accessOf } from '../tokens.js';
import type { World } from '../world.js';
import { authorize } from './authorize.js';
import { discovery } from './discovery.js';
import { profile } from './id-token.js';
import { token } from './token.js';

const CACHED = { 'cache-control': 'max-age=86400, private' };

/** login.microsoftonline.com: /{tenant}/oauth2/v2.0/… and what describes it. */
export async function microsoftSignIn(world: World, ask: Ask): Promise<Answer> {
  const [, tenant = '', rest = ''] = /^\/([^/]+)(\/.+)$/.exec(ask.url.pathname) ?? [];
  switch (`${ask.method} ${rest}`) {
    case 'GET /v2.0/.well-known/openid-configuration':
      return discovery(world, ask, tenant);
    case 'GET /discovery/v2.0/keys':
      return json((await world.microsoftSigner()).jwks, 200, CACHED);
    case 'GET /oauth2/v2.0/authorize':
    case 'POST /oauth2/v2.0/authorize':
      return authorize(world, ask, tenant);
    case 'POST /oauth2/v2.0/token':
      return token(world, ask, tenant);
    case 'GET /oauth2/v2.0/logout':
      return redirect(ask.url.searchParams.get('post_logout_redirect_uri') ?? 'https://www.office.com/');
    case 'GET /userinfo':
      return userinfo(world, ask, tenant);
    default:
      throw new UnknownRoute(`${ask.method} https://${ask.host}${ask.url.pathname}`);
  }
}

/** GET /oidc/userinfo, which belongs to Graph. */
function userinfo(world: World, ask: Ask, place: string): Answer {
  if (place !== 'oidc') throw new UnknownRoute(`${ask.method} ${ask.url.pathname}`);
  const access = accessOf(world.store, bearer(ask));
  const person = access && account(world.store, access.account, 'microsoft');
  if (!person) return json({ error: { code: 'InvalidAuthenticationToken', message: 'Access token is empty.' } }, 401);
  const { sub, name, email } = profile(person, access.clientId);
  return json({ sub, name, email });
}
