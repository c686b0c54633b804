import { expect, test } from 'vitest';
import { messageIdOf } from './answered.js';

test.each([
  ['#msg-f:1784036192468551434', '18c22b76fe87470a'],
  ['msg-f:16', '10'],
  ['#msg-a:r-5423790173', null],
  ['undefined', null],
  ['', null],
])("the page's %s is the API's %s", (permId, id) => {
  expect(messageIdOf(permId)).toBe(id);
});
