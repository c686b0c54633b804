/** Gmail names conversations in its address by consonants only, so that no words appear: FMfcgz…. */
const LETTERS = 'BCDFGHJKLMNPQRST';

export function tokenOf(threadId) {
  return `FMfcgz${[...threadId].map((digit) => LETTERS[Number.parseInt(digit, 16)]).join('')}`;
}

export function threadIdOf(token) {
  return [...token.slice('FMfcgz'.length)].map((letter) => LETTERS.indexOf(letter).toString(16)).join('');
}
