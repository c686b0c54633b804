import { expect, test } from 'vitest';
import { cursorOf, DeltaPage, mailboxPage, placeAt } from './graph-delta.js';

const links = { inbox: 'https://graph.example/1', sentitems: 'https://graph.example/2' };
const item = (id: string, receivedDateTime: string, more: object = {}) => ({
  id,
  conversationId: `c-${id}`,
  receivedDateTime,
  isDraft: false,
  ...more,
});
const page = (...value: object[]) => DeltaPage.parse({ value, '@odata.nextLink': 'https://graph.example/next' });

test('what the folders tell is told in the order it came, each message once', () => {
  const { added, cursor } = mailboxPage(
    {
      inbox: [
        page(item('a', '2026-11-20T10:00:00Z'), item('c', '2026-11-20T10:02:00Z')),
        page(item('a', '2026-11-20T10:00:00Z')),
      ],
      sentitems: [page(item('b', '2026-11-20T10:01:00Z'))],
    },
    links,
  );
  expect(added.map(({ id, place, threadId }) => [id, place, threadId])).toEqual([
    ['a', 'received', 'c-a'],
    ['b', 'sent', 'c-b'],
    ['c', 'received', 'c-c'],
  ]);
  expect(placeAt(cursor)).toEqual(links);
});

test('what is gone again is no news, and a draft is no received mail', () => {
  const inbox = [
    page(item('a', '1'), { id: 'b', '@removed': { reason: 'deleted' } }),
    page({ id: 'a', '@removed': { reason: 'changed' } }),
  ];
  const { added } = mailboxPage({ inbox, sentitems: [page(item('d', '2', { isDraft: true }))] }, links);
  expect(added).toEqual([{ id: 'd', threadId: 'c-d', place: 'draft' }]);
});

test.each(['', '12345', 'null', '{}', JSON.stringify({ inbox: 'https://graph.example/1' }), JSON.stringify([1])])(
  '%j is no cursor',
  (cursor) => {
    expect(placeAt(cursor)).toBeUndefined();
  },
);

test('a cursor is the place it was made of', () => {
  for (const place of [links, { since: '2026-11-20T10:00:00.000Z' }]) expect(placeAt(cursorOf(place))).toEqual(place);
});
