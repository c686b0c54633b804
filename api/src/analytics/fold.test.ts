import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventType } from '#shared/event.js';
import { EmailId, UserId } from '#shared/ids.js';
import { type CountableEvent, countKey, fold } from './fold.js';

const rep = UserId.parse('11111111-1111-4111-8111-111111111111');
const mail = EmailId.parse('22222222-2222-4222-8222-222222222222');
const event = (type: EventType, at: string, emailId: EmailId | null = mail): CountableEvent => ({
  userId: rep,
  emailId,
  type,
  at: new Date(at),
});

test('a second reply adds nothing', () => {
  const replies = [event('email.replied', '2026-11-20T09:00:00Z'), event('email.replied', '2026-11-21T09:00:00Z')];
  expect(fold(replies, new Map())).toEqual([{ userId: rep, day: '2026-11-20', metric: 'replied', by: 1 }]);
});

test('a reply that was heard late but came first moves the count to its day', () => {
  const counted = new Map([[`${mail} replied`, new Date('2026-11-21T09:00:00Z')]]);
  expect(fold([event('email.replied', '2026-11-20T09:00:00Z')], counted)).toEqual([
    { userId: rep, day: '2026-11-21', metric: 'replied', by: -1 },
    { userId: rep, day: '2026-11-20', metric: 'replied', by: 1 },
  ]);
});

test('what is no number changes no number', () => {
  expect(
    fold(
      [event('suggestion.accepted', '2026-11-20T09:00:00Z', null), event('email.accepted', '2026-11-20T09:00:00Z')],
      new Map(),
    ),
  ).toEqual([]);
});

test('any order and any cutting into batches give the same numbers', () => {
  const ids = [mail, EmailId.parse('33333333-3333-4333-8333-333333333333')];
  const anyEvent = fc.record({
    userId: fc.constant(rep),
    emailId: fc.constantFrom(...ids),
    type: fc.constantFrom<EventType>('email.sent', 'email.replied', 'email.bounced'),
    at: fc.date({ min: new Date('2026-11-01'), max: new Date('2026-11-06'), noInvalidDate: true }),
  });
  fc.assert(
    fc.property(
      fc
        .array(anyEvent)
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(10))),
      ([all, shuffled, cut]) => {
        expect(sum([shuffled.slice(0, cut), shuffled.slice(cut)])).toEqual(sum([all]));
      },
    ),
  );
});

function sum(batches: CountableEvent[][]) {
  const numbers: Record<string, number> = {};
  const counted = new Map<string, Date>();
  for (const batch of batches) {
    for (const { day, metric, by } of fold(batch, counted)) {
      const key = `${day} ${metric}`;
      numbers[key] = (numbers[key] ?? 0) + by;
      if (numbers[key] === 0) delete numbers[key];
    }
    for (const one of batch) {
      const key = countKey(one) ?? '';
      const known = counted.get(key);
      if (!known || one.at < known) counted.set(key, one.at);
    }
  }
  return numbers;
}
