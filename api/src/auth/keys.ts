import { createHash, hkdfSync, randomBytes } from 'node:crypto';

/** One secret, a key per purpose: a token signed for one thing is noise for another (RFC 5869). */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `lumina ${purpose}`, 32));
}

/** 256 bits, url-safe. */
export const mintToken = () => randomBytes(32).toString('base64url');

/** What is stored of a token: enough to recognise it, useless to whoever reads the table. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');

/** RFC 7636 S256. */
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
