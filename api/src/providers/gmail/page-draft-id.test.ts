import { expect, test } from 'vitest';
import { pageDraftId } from './page-draft-id.js';

test.each([
  ['#msg-a:r-3147', 'r-3147'],
  ['msg-a:r2559726681397134860', 'r2559726681397134860'],
  ['r-1', 'r-1'],
  ['msg-a:s:123', undefined],
  ['#msg-f:1801', undefined],
  ['', undefined],
  ['r-1/../../messages/2', undefined],
])('%s names the draft %s', (shown, id) => {
  expect(pageDraftId(shown)).toBe(id);
});
