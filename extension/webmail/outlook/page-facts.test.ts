import { expect, test } from 'vitest';
import { readOn } from './page-facts.js';

test.each<[string, string | null, string | null]>([
  ['/mail/inbox/id/AAMkAD%2Fx%3D', null, 'AAMkAD/x='],
  ['/mail/0/inbox/id/AAMkAD', null, 'AAMkAD'],
  ['/mail/deeplink/read/AAMkAD', null, 'AAMkAD'],
  ['/mail/inbox/id/AAQkAD', 'AAQkAD', null],
  ['/mail/inbox', null, null],
  // The draft's own, and no message that is answered.
  ['/mail/drafts/id/AAMkAD', null, null],
  ['/mail/compose/AAMkAD', null, null],
  ['/mail/inbox/id/%E0%A4%A', null, null],
])('%s shows the conversation %s or the message %s', (path, conversation, message) => {
  expect(readOn(path)).toEqual({ conversation, message });
});
