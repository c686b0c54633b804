import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import { z } from 'zod';
import type { Provider } from './accounts.js';

const Kept = z.object({ private: z.string(), cert: z.string() });

/** Google's. */
export const ISSUER = 'https://accounts.google.com';

/** A provider's signing key: made on the first start and kept, so that tokens stay good over a restart. */
export interface Signer {
  /** RS256, with kid; times are the caller's. */
  sign(claims: JWTPayload): Promise<string>;
  /** The public half as /oauth2/v1/certs gives it: kid to X.509 certificate. */
  pemCertificates: Record<string, string>;
  /** The public half as /oauth2/v3/certs gives it. */
  jwks: { keys: object[] };
}

export async function openSigner(directory: string, provider: Provider): Promise<Signer> {
  const kept = await keyPair(join(directory, `${provider}-signing-key.json`));
  const publicKey: KeyObject = createPublicKey(kept.cert);
  const key = await importPKCS8(kept.private, 'RS256');
  const kid = createHash('sha256').update(kept.cert).digest('hex').slice(0, 40);
  return {
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(key),
    pemCertificates: { [kid]: kept.cert },
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] },
  };
}

async function keyPair(path: string): Promise<z.infer<typeof Kept>> {
  if (existsSync(path)) return Kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  const made = await generate([{ name: 'commonName', value: 'federated-signon.lumina-sandbox' }], {
    keySize: 2048,
    algorithm: 'sha256',
  });
  writeFileSync(path, JSON.stringify({ private: made.private, cert: made.cert }), { mode: 0o600 });
  return { private: made.private, cert: made.cert };
}
