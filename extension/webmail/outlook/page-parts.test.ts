import { expect, test } from 'vitest';
import { evidence, parts } from './page-parts.js';

test.each(Object.entries(evidence))('the guess where %s is says what it rests on', (_, { seen }) => {
  expect(seen).toMatch(/\d{4}|sent mail|elsewhere/);
});

test('no guess is made by words of a language, or by class names of a build', () => {
  for (const selector of Object.values(parts)) {
    expect(selector).not.toMatch(/aria-label|placeholder|title/);
    expect(selector.replaceAll(/\._EType_\w+|\.fui-\w+/g, '')).not.toMatch(/(^|[\s,>])\.\w/);
  }
});
