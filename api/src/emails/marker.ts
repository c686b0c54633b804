import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 130 random bits in 26 letters and digits: prospects see it, so it tells nothing, not even a time. */
export const mintMarker = (): string => Array.from(randomBytes(26), (byte) => CROCKFORD[byte % 32]).join('');
