import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percent, rate } from './rate.js';

test('of nothing there is no rate', () => {
  expect(rate(0, 0)).toBeUndefined();
});

test('twelve replies of forty are thirty in a hundred, likely between 18 and 45', () => {
  const known = rate(12, 40);
  expect(known && [percent(known.share), percent(known.low), percent(known.high), known.isFew]).toEqual([
    '30 %',
    '18 %',
    '45 %',
    false,
  ]);
});

test('under thirty mails is few', () => {
  expect([rate(1, 29)?.isFew, rate(1, 30)?.isFew]).toEqual([true, false]);
});

test('the interval holds its rate, stays a share, and narrows with more mails', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (part, of) => {
      const known = rate(part, of);
      const more = rate(Math.min(part, of) * 10, of * 10);
      if (!known || !more) throw new Error('no rate');
      expect(known.low).toBeLessThanOrEqual(known.share + 1e-12);
      expect(known.high).toBeGreaterThanOrEqual(known.share - 1e-12);
      expect(known.low).toBeGreaterThanOrEqual(0);
      expect(known.high).toBeLessThanOrEqual(1);
      expect(more.high - more.low).toBeLessThan(known.high - known.low);
    }),
  );
});
