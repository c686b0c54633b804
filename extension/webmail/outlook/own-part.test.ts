import { expect, test } from 'vitest';
import { plainHtml } from './own-part.js';

test("a dark editor's colours are told as the colours that are meant", () => {
  const dark =
    '<div style="color: var(--darkColor_rgb_0__0__0_, rgb(0, 0, 0)); background: var(--darkColor_white, white)">Hi</div>';
  expect(plainHtml(dark)).toBe('<div style="color: rgb(0, 0, 0); background: white">Hi</div>');
});

test('what a rep writes about variables stays', () => {
  expect(plainHtml('<div>use var(--gap, 4px)</div>')).toBe('<div>use var(--gap, 4px)</div>');
});
