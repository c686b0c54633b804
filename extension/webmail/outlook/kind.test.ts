import { expect, test } from 'vitest';
import { kindOf } from './kind.js';

test.each([
  ['new', { hasQuote: false, isInConversation: false, openedToSomeone: false }],
  ['new', { hasQuote: false, isInConversation: false, openedToSomeone: true }],
  ['reply', { hasQuote: false, isInConversation: true, openedToSomeone: true }],
  ['reply', { hasQuote: true, isInConversation: false, openedToSomeone: true }],
  ['forward', { hasQuote: true, isInConversation: true, openedToSomeone: false }],
])('a compose is %s by how it is built: %j', (kind, build) => {
  expect(kindOf(build)).toBe(kind);
});
