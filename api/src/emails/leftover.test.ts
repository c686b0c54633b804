import { expect, test } from 'vitest';
import type { Letter, PageDraft } from '../providers/provider.js';
import { isLeftover } from './leftover.js';

const acceptedAt = new Date('2026-11-20T10:00:00Z');
const letter: Letter = {
  marker: 'M',
  date: acceptedAt,
  from: { name: 'Ada', email: 'ada@northwind.example' },
  to: [
    { name: 'Grace', email: 'Grace@analytical.example' },
    { name: '', email: 'alan@analytical.example' },
  ],
  cc: [],
  bcc: [],
  subject: 'Thursday',
  html: '<div>Shall we?</div>',
  answers: null,
};
const draft: PageDraft = {
  id: 'r-1',
  isNamed: true,
  subject: 'Thursday',
  to: ['alan@analytical.example', 'grace@analytical.example'],
  text: 'Shall we?',
  savedAt: new Date('2026-11-20T10:00:01Z'),
  marker: null,
};

test.each<[string, Partial<PageDraft>, boolean]>([
  ['the same words, saved as the compose closed', {}, true],
  ['an older state of the words', { text: 'Shall', savedAt: new Date('2026-11-20T09:59:58Z') }, true],
  ['the same words, though the page did not name it', { isNamed: false }, true],
  [
    'an older state of the words, which the page did not name',
    { isNamed: false, text: 'Shall', savedAt: new Date('2026-11-20T09:59:58Z') },
    false,
  ],
  ['other words, typed since', { text: 'Shall we? P.S. one more' }, false],
  ['another subject', { subject: 'Friday' }, false],
  ['one recipient less', { to: ['grace@analytical.example'] }, false],
  ['one of ours', { marker: 'M' }, false],
])('%s', (_, over, expected) => {
  expect(isLeftover({ ...draft, ...over }, letter, 'Shall we?', acceptedAt)).toBe(expected);
});
