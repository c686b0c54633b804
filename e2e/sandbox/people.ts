import { addressParser, decodeWords } from 'postal-mime';
import { field } from './letter.js';

export interface Person {
  name: string;
  address: string;
}

/** The subject as a reader sees it. */
export function subjectOf(raw: Uint8Array): string {
  return decodeWords(utf8(field(raw, 'Subject') ?? ''));
}

/** The people in an address field, names decoded; groups are opened. */
export function peopleIn(raw: Uint8Array, name: string): Person[] {
  return addressParser(utf8(field(raw, name) ?? ''), { flatten: true }).flatMap((one) =>
    one.address ? [{ name: decodeWords(one.name ?? ''), address: one.address }] : [],
  );
}

/** Header bytes above 127 are UTF-8 by RFC 6532; letter.ts hands them over as latin1. */
function utf8(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}
