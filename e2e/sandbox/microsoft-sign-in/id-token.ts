import { createHash } from 'node:crypto';
import type { Account } from '../accounts.js';
import type { World } from '../world.js';
import { issuerOf, tenantOf } from './tenants.js';

/** The person as an id token says them. */
export function profile(person: Account, clientId: string) {
  return {
    name: person.name,
    preferred_username: person.email,
    email: person.email,
    oid: person.sub,
    // Another one for every application ("pairwise").
    sub: createHash('sha256').update(`${clientId} ${person.sub}`).digest('base64url'),
    tid: tenantOf(person.hd),
  };
}

export async function idToken(
  world: World,
  person: Account,
  clientId: string,
  nonce: string | undefined,
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const signer = await world.microsoftSigner();
  return signer.sign({
    iss: issuerOf(tenantOf(person.hd)),
    aud: clientId,
    iat,
    nbf: iat,
    exp: iat + 3600,
    ...(nonce === undefined ? {} : { nonce }),
    ...profile(person, clientId),
    ver: '2.0',
  });
}
