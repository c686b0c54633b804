import { accounts } from '../accounts.js';
import { type Answer, type Ask, json } from '../http.js';
import type { World } from '../world.js';
import { refused } from './refused.js';
import { CONSUMERS, issuerOf, tenantOf } from './tenants.js';

/**
 * What the sign-in says of itself. It names its issuer as the real one does, whatever host it was asked under: open to all
 * tenants that is a pattern with {tenantid} in it. Its addresses are those of this machine.
 */
export function discovery(world: World, ask: Ask, tenant: string): Answer {
  const issuer = issuerFor(world, tenant);
  if (issuer === undefined) return refused(400, 'invalid_tenant', 90002, `Tenant '${tenant}' not found.`);
  const here = `${ask.url.origin}/${tenant}`;
  return json({
    token_endpoint: `${here}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${here}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${ask.url.origin}/oidc/userinfo`,
    authorization_endpoint: `${here}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${here}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  });
}

function issuerFor(world: World, tenant: string): string | undefined {
  if (tenant === 'common' || tenant === 'organizations') return issuerOf('{tenantid}');
  if (tenant === 'consumers') return issuerOf(CONSUMERS);
  const one = accounts(world.store, 'microsoft').find(({ hd }) => hd === tenant || tenantOf(hd) === tenant);
  return one && issuerOf(tenantOf(one.hd));
}
