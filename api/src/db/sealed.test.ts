import { expect, test } from 'vitest';
import { deriveKey } from '../auth/keys.js';
import { seal, unseal } from './sealed.js';

const key = deriveKey('a secret of the test', 'mailbox');

test('what was sealed opens with the same key and purpose, and no two seals look alike', () => {
  const sealed = seal(key, '{"refresh_token":"1//abc"}', 'mailbox 1');
  expect(unseal(key, sealed, 'mailbox 1')).toBe('{"refresh_token":"1//abc"}');
  expect(seal(key, '{"refresh_token":"1//abc"}', 'mailbox 1')).not.toBe(sealed);
  expect(sealed).not.toContain('abc');
});

test('it does not open in another row, with another key, or with a bit changed', () => {
  const sealed = seal(key, 'secret', 'mailbox 1');
  expect(() => unseal(key, sealed, 'mailbox 2')).toThrow();
  expect(() => unseal(deriveKey('a secret of the test', 'other'), sealed, 'mailbox 1')).toThrow();
  const last = sealed.at(-1) === 'A' ? 'B' : 'A';
  expect(() => unseal(key, sealed.slice(0, -1) + last, 'mailbox 1')).toThrow();
});
