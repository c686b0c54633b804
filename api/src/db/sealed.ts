import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM with a fresh 96-bit nonce. `about` is bound in (additional data): a sealed value copied to another row
 * does not open there. The text is `v1.<nonce>.<tag>.<ciphertext>`, each base64url.
 */
export function seal(key: Uint8Array, text: string, about: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', nonce, cipher.getAuthTag(), sealed]
    .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
    .join('.');
}

/** @throws when the key, the purpose or a single bit is another than at sealing. */
export function unseal(key: Uint8Array, sealed: string, about: string): string {
  const [version, nonce, tag, text] = sealed.split('.');
  if (version !== 'v1' || nonce === undefined || tag === undefined || text === undefined)
    throw new Error('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(about))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
}
