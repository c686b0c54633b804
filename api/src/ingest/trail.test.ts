import { expect, test } from 'vitest';
import { Trail } from './trail.js';

test('the cursor follows only to where a look ended ten seconds ago', () => {
  const trail = new Trail();
  expect(trail.reach('10', 0)).toBeUndefined();
  expect(trail.reach('20', 6_000)).toBeUndefined();
  expect(trail.reach('30', 10_000)).toBe('10');
  expect(trail.reach('30', 16_500)).toBe('20');
  expect(trail.reach('30', 20_000)).toBe('30');
});

test('a history that stands still is settled too', () => {
  const trail = new Trail();
  trail.reach('10', 0);
  expect(trail.reach('10', 11_000)).toBe('10');
});

test('after a push there are three more looks, each asked for once', () => {
  const trail = new Trail();
  expect(trail.nextLookInMs(0)).toBeUndefined();
  trail.pushed(0);
  expect(trail.nextLookInMs(10.3)).toBe(990);
  expect(trail.nextLookInMs(20)).toBeUndefined();
  expect(trail.nextLookInMs(999)).toBe(2_001);
  expect(trail.nextLookInMs(3_000)).toBe(7_500);
  expect(trail.nextLookInMs(10_500)).toBeUndefined();
});

test('a new push does not wait for the last look of the one before', () => {
  const trail = new Trail();
  trail.pushed(0);
  expect(trail.nextLookInMs(3_000)).toBe(7_500);
  trail.pushed(4_000);
  expect(trail.nextLookInMs(4_000)).toBe(1_000);
});

test('memory of finished messages is bounded and drops the oldest', () => {
  const trail = new Trail();
  for (let n = 0; n <= 1_000; n++) trail.finish(`m${n}`);
  expect([trail.isFinished('m0'), trail.isFinished('m1'), trail.isFinished('m1000')]).toEqual([false, true, true]);
});
