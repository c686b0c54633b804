import { describe, expect, test } from 'vitest';
import { addressOf, typedWell } from './recipients.js';

describe('a chip', () => {
  test.each([
    ['an address', ['grace@analytical.example'], { name: '', email: 'grace@analytical.example' }],
    [
      'a name with its address',
      ['Grace Hopper <grace@analytical.example>'],
      { name: 'Grace Hopper', email: 'grace@analytical.example' },
    ],
    ['a quoted name', ['"Hopper, Grace" <g@a.example>'], { name: 'Hopper, Grace', email: 'g@a.example' }],
    ['presence and a name, and nobody can say where to', ['offlineDirectory Two', 'Directory Two×'], null],
    [
      'a name, and the address in another place',
      ['unknownGrace Hopper', 'grace@analytical.example'],
      { name: '', email: 'grace@analytical.example' },
    ],
    ['nothing', [], null],
  ])('is %s', (_, hints, address) => {
    expect(addressOf(hints)).toEqual(address);
  });
});

describe('what is only typed', () => {
  test('is recipients as far as it reads like them', () => {
    expect(typedWell('\u200b\u00a0grace@a.example; Ada <ada@a.example>, ')).toEqual({
      addresses: [
        { name: '', email: 'grace@a.example' },
        { name: 'Ada', email: 'ada@a.example' },
      ],
      isComplete: true,
    });
  });

  test('may be a name somebody has yet to look up', () => {
    expect(typedWell('Grace Hop')).toEqual({ addresses: [], isComplete: false });
  });

  test('is nothing in an empty well', () => {
    expect(typedWell('\u200b')).toEqual({ addresses: [], isComplete: true });
  });
});
