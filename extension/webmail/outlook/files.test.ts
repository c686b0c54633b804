import { expect, test } from 'vitest';
import { saysSize } from './files.js';

test.each(['24 KB', '1,5 MB', '24\u00a0Ko', 'offer.pdf (2.3 MB)', '24 КБ', '3 MiB'])(
  '%s is the size of a file',
  (text) => {
    expect(saysSize(text)).toBe(true);
  },
);

test.each(['Send', 'Draft saved at 10:09 PM', 'To: Grace Okafor', '12 km', 'A4 Board', ''])('%s is none', (text) => {
  expect(saysSize(text)).toBe(false);
});
