import { expect, test } from 'vitest';
import { kindOf, namesForward } from './kind.js';

test.each([
  ['new', { hasQuote: false, isInConversation: false, openedToSomeone: false, isNamedForward: false }],
  ['new', { hasQuote: false, isInConversation: false, openedToSomeone: true, isNamedForward: false }],
  ['reply', { hasQuote: false, isInConversation: true, openedToSomeone: true, isNamedForward: false }],
  ['reply', { hasQuote: true, isInConversation: false, openedToSomeone: true, isNamedForward: false }],
  ['forward', { hasQuote: true, isInConversation: true, openedToSomeone: true, isNamedForward: true }],
  ['forward', { hasQuote: true, isInConversation: true, openedToSomeone: false, isNamedForward: false }],
])('a compose is %s by how it is built: %j', (kind, build) => {
  expect(kindOf(build)).toBe(kind);
});

test.each([
  ['FW: Price?', true],
  ['Fwd: Price?', true],
  ['WG: Preis?', true],
  ['TR : Prix ?', true],
  ['RV: ¿Precio?', true],
  ['转发: 价格', true],
  ['转发：价格', true],
  ['Re: FW: Price?', false],
  ['AW: WG: Preis?', false],
  ['Forward planning', false],
  ['Price: what it is', false],
  ['', false],
])('%j names a forward: %s', (subject, isForward) => {
  expect(namesForward(subject)).toBe(isForward);
});
