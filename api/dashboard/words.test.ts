import { expect, test } from 'vitest';
import { EventType } from '#shared/event.js';
import type { EventId } from '#shared/ids.js';
import { dayName, sentence, timeOf } from './words.js';

test('every event is a sentence that names who and whom', () => {
  for (const type of EventType.options) {
    const words = sentence({ id: 'x' as EventId, type, at: '', emailId: null, rep: 'Ada Seller', to: 'ben@b.example' });
    expect(words).toContain('Ada Seller');
    if (type.startsWith('email.')) expect(words).toContain('ben@b.example');
  }
});

test('today needs no date', () => {
  const now = new Date(2026, 10, 22, 12, 0);
  expect(timeOf(new Date(2026, 10, 22, 9, 5), now, 'en-GB')).toBe('09:05');
  expect(timeOf(new Date(2026, 10, 20, 9, 5), now, 'en-GB')).toBe('20 Nov, 09:05');
  expect(dayName('2026-11-20', 'en-GB')).toBe('20 Nov');
});
