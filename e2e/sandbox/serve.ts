import { controlApi } from './control.js';
import { gmailApi } from './gmail-api/gmail-api.js';
import { type Answer, type Ask, json, redirect, UnknownRoute } from './http.js';
import { authorize, revoke, token, tokeninfo, userinfo } from './oidc.js';
import { prospects } from './prospects.js';
import { ISSUER } from './signer.js';
import type { World } from './world.js';

const CACHED = { 'cache-control': 'public, max-age=3600' };

/** What the plain HTTP port answers: every dialect of the sandbox but the mail page. */
export async function serve(world: World, pubsub: { wake: () => void }, ask: Ask): Promise<Answer> {
  const path = ask.url.pathname;
  if (/^(\/upload)?\/gmail\/v1\//.test(path)) return gmailApi(world, ask);
  if (path.startsWith('/control/')) {
    const answer = await controlApi(world, ask);
    pubsub.wake(); // a new push URL has no commit of its own
    return answer;
  }
  if (path === '/prospects' || path.startsWith('/prospects/')) return prospects(world, ask);
  switch (`${ask.method} ${path}`) {
    case 'GET /':
      return redirect('/prospects');
    case 'GET /favicon.ico':
      return { status: 204 };
    case 'GET /health':
      return json({ ok: true });
    case 'GET /o/oauth2/v2/auth':
    case 'POST /o/oauth2/v2/auth':
      return authorize(world, ask);
    case 'POST /token':
      return withTokenFault(world, () => token(world, ask));
    case 'GET /userinfo':
      return userinfo(world, ask);
    case 'GET /tokeninfo':
    case 'POST /tokeninfo':
      return tokeninfo(world, ask);
    case 'POST /revoke':
      return revoke(world, ask);
    case 'GET /oauth2/v1/certs':
      return json(world.signer.pemCertificates, 200, CACHED);
    case 'GET /oauth2/v3/certs':
    case 'GET /certs':
      return json(world.signer.jwks, 200, CACHED);
    case 'GET /.well-known/openid-configuration':
      return json(discovery(ask.url.origin));
    default:
      throw new UnknownRoute(`${ask.method} ${path}`);
  }
}

async function withTokenFault(world: World, work: () => Promise<Answer>): Promise<Answer> {
  const planned = world.faults.take('token');
  if (!planned) return work();
  if (planned.fault === 'before commit') return { status: 0, fate: 'lost' };
  if (planned.fault === '503') return json({ error: 'temporarily_unavailable' }, 503);
  if (planned.fault === '400')
    return json({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 400);
  throw new Error(`the token endpoint cannot play "${planned.fault}"`);
}

function discovery(origin: string) {
  return {
    issuer: ISSUER,
    authorization_endpoint: `${origin}/o/oauth2/v2/auth`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  };
}
