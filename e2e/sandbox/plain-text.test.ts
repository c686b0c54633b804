import { expect, test } from 'vitest';
import { plainText } from './plain-text.js';

test.each([
  ['one<div>two</div><div>three</div>', 'one\ntwo\nthree'],
  ['one<br><br><div>two</div>', 'one\n\ntwo'],
  ['<div>one</div><div><br></div><div>two</div>', 'one\n\ntwo'],
  ['<p>one</p><p>two</p>', 'one\n\ntwo'],
  ['a &lt;b&gt; &amp;amp; &#8217;&nbsp;c', 'a <b> &amp; ’\u00a0c'],
  ['<style>p{}</style>text<!-- no -->', 'text'],
  ['<ul><li>x</li><li>y</li></ul>', '* x\n* y'],
])('%s reads as it looks', (html, text) => {
  expect(plainText(html)).toBe(text);
});
