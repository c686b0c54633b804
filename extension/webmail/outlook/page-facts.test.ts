import { expect, test } from 'vitest';
import { isAbout, readOn } from './page-facts.js';

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

const thread = { conversationId: 'AAQk', messageId: null };

test.each([
  'Closing the month',
  'Re: Closing the month',
  'AW: WG: Closing  the month',
  '答复：Closing the month',
  'RE[2]: Closing the month',
  'Re:',
])('%j is about a row that says "Closing the month"', (subject) => {
  expect(isAbout({ thread, said: 'Grace Hopper\nClosing the\u00a0month\n10:09' }, subject)).toBe(true);
});

test('an answer to another mail than the one selected is not about it', () => {
  expect(isAbout({ thread, said: 'Grace Hopper Closing the month' }, 'Re: Your talk')).toBe(false);
  expect(isAbout({ thread, said: 'Grace Hopper Closing the month' }, 'Closing the month: when?')).toBe(false);
});

test('where no row is there to ask, the address is believed', () => {
  expect(isAbout({ thread, said: null }, 'Re: Your talk')).toBe(true);
});
