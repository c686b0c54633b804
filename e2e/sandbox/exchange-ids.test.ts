import { expect, test } from 'vitest';
import { conversationId, itemId, pageId, readId, restId } from './exchange-ids.js';

const MAILBOX = 'ada.seller@northwind-group.example';

test('an id reads back as what it was made from, and only in its own mailbox', () => {
  const message = { id: '19a8b7c6d5e4f301', labels: ['DRAFT'] };
  const usual = itemId(MAILBOX, message);
  expect(usual).toMatch(/^AAMkA.{147}$/);
  expect(readId(MAILBOX, usual)).toEqual({ kind: 'usual', folder: 'drafts', id: message.id });
  expect(readId('ben.closer@northwind-group.example', usual)).toBeUndefined();
  expect(readId(MAILBOX, conversationId(MAILBOX, '1f'))).toMatchObject({ kind: 'conversation', id: '1f' });
});

test('a message that moves gets a new usual id and keeps its immutable one', () => {
  const draft = { id: '19a8b7c6d5e4f301', labels: ['DRAFT'] };
  const sent = { ...draft, labels: ['SENT'] };
  expect(itemId(MAILBOX, sent)).not.toBe(itemId(MAILBOX, draft));
  expect(itemId(MAILBOX, sent, 'immutable')).toBe(itemId(MAILBOX, draft, 'immutable'));
});

test('the page’s form of an id is another one where it has a slash or a plus, and Graph does not take it', () => {
  const ids = Array.from({ length: 50 }, (_, index) => itemId(MAILBOX, { id: `1${index}`, labels: ['INBOX'] }));
  const different = ids.filter((id) => pageId(id) !== id);
  expect(different.length).toBeGreaterThan(0);
  for (const id of different) {
    expect(readId(MAILBOX, pageId(id))).toBeUndefined();
    expect(restId(pageId(id))).toBe(id);
  }
});
