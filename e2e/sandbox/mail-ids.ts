import { randomBytes, randomInt } from 'node:crypto';

/** Ids in the shapes Google uses, so that code which parses or compares them meets the real thing. */

/** A message or thread id as the API says it: 16 hex digits that grow with time. */
export function newMessageId(): string {
  return ((BigInt(Date.now()) << 20n) | BigInt(randomInt(1 << 20))).toString(16);
}

/** A draft id. Both forms are seen in the wild: with and without the minus sign. */
export function newDraftId(): string {
  const digits = BigInt(`0x${randomBytes(8).toString('hex')}`) >> 1n;
  return randomInt(2) === 0 ? `r-${digits}` : `r${digits}`;
}

/** The Message-ID Gmail stamps on what leaves through it. */
export function newRfcId(): string {
  return `<CA${randomBytes(4).toString('hex')}+${randomBytes(30).toString('base64url')}@mail.gmail.com>`;
}

/** How the page names a message or thread it did not make itself: the same number, in decimal. */
export function permId(kind: 'msg' | 'thread', id: string): string {
  return `${kind}-f:${BigInt(`0x${id}`)}`;
}
