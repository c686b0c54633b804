import { expect, test } from 'vitest';
import { HistoryPage, mailboxPage } from './gmail-history.js';

const added = (id: string, ...labelIds: string[]) => ({
  messagesAdded: [{ message: { id, threadId: `t-${id}`, labelIds } }],
});
const walk = (asked: string, ...pages: object[]) =>
  mailboxPage(
    asked,
    pages.map((page) => HistoryPage.parse(page)),
  );

test('a message is told once, however many records and pages name it', () => {
  const page = walk(
    '100',
    { history: [added('a', 'INBOX'), added('a', 'INBOX')], nextPageToken: '2', historyId: '130' },
    { history: [added('b', 'SENT'), added('a', 'INBOX', 'UNREAD')], historyId: '130' },
  );
  expect(page.added.map(({ id, place }) => `${id} ${place}`)).toEqual(['a received', 'b sent']);
});

test('a walk may end with a page that carries no record', () => {
  const page = walk(
    '100',
    { history: [added('a', 'INBOX')], nextPageToken: '2', historyId: '130' },
    { historyId: '131' },
  );
  expect(page).toMatchObject({ cursor: '131', added: [{ id: 'a' }] });
});

test('the cursor never goes back, and is compared as a number', () => {
  expect(walk('99', { historyId: '100' }).cursor).toBe('100');
  expect(walk('100', { historyId: '99' }).cursor).toBe('100');
  expect(walk('9007199254740993', { historyId: '9007199254740994' }).cursor).toBe('9007199254740994');
});

test.each([
  [['DRAFT'], 'draft'],
  [['SENT', 'INBOX'], 'sent'],
  [['INBOX', 'UNREAD'], 'received'],
  [['SPAM'], 'received'],
  [['UNREAD', 'Label_12'], 'received'],
  [['CHAT'], 'other'],
])('labels %j mean %s', (labels, place) => {
  expect(walk('1', { history: [added('a', ...labels)], historyId: '2' }).added[0]?.place).toBe(place);
});

test('records of other kinds are no news', () => {
  expect(walk('1', { history: [{ labelsAdded: [{ message: { id: 'a' } }] }], historyId: '2' }).added).toEqual([]);
});
