import { expect, test } from 'vitest';
import { readMessage } from './page-facts.js';

test.each([
  ['/mail/inbox/id/AAQkAD%2Fx%3D', 'AAQkAD/x='],
  ['/mail/0/inbox/id/AAQk', 'AAQk'],
  ['/mail/deeplink/read/AAQk', 'AAQk'],
  ['/mail/inbox', null],
  // The draft's own, and no message that is answered.
  ['/mail/drafts/id/AAQk', null],
  ['/mail/compose/AAQk', null],
  ['/mail/inbox/id/%E0%A4%A', null],
])('%s shows the message %s', (path, id) => {
  expect(readMessage(path)).toBe(id);
});
