import { expect, test } from 'vitest';
import { coloursOf } from './theme.js';

test.each([
  ['rgb(41, 40, 39)', { red: 41, green: 40, blue: 39, alpha: 1 }],
  ['rgba(0, 0, 0, 0)', { red: 0, green: 0, blue: 0, alpha: 0 }],
  ['rgb(0 0 0 / 0.5)', { red: 0, green: 0, blue: 0, alpha: 0.5 }],
  ['color(srgb 1 1 1)', null],
  ['', null],
])('a computed colour is read: %s', (computed, colour) => {
  expect(coloursOf(computed)).toEqual(colour);
});
