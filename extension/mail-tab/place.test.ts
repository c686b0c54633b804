import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, placePanel } from './place.js';

const view = { width: 1280, height: 800 };
const apart = (a: Box, b: Box) =>
  a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top;

test('the panel stands left of a compose at the right, its foot on the compose', () => {
  const compose = { left: 700, top: 300, width: 520, height: 490 };
  expect(placePanel(compose, [], 200, view)).toEqual({ left: 348, top: 590, width: 344, height: 200 });
});

test('with no room on the left it stands on the right', () => {
  const compose = { left: 20, top: 300, width: 520, height: 490 };
  expect(placePanel(compose, [], 200, view).left).toBe(548);
});

test('with no room at the sides it stands above', () => {
  const compose = { left: 100, top: 300, width: 1100, height: 490 };
  const box = placePanel(compose, [], 200, view);
  expect(apart(box, compose)).toBe(true);
});

test('it covers no other compose either', () => {
  const compose = { left: 144, top: 356, width: 520, height: 444 };
  const other = { left: 680, top: 380, width: 520, height: 420 };
  const box = placePanel(compose, [other], 170, view);
  expect([apart(box, compose), apart(box, other)]).toEqual([true, true]);
});

test('without a compose it docks at the bottom right', () => {
  expect(placePanel(null, [], 80, view)).toEqual({ left: 920, top: 704, width: 344, height: 80 });
});

test('wherever the compose is, the panel lies inside the window, and beside the compose where there is room', () => {
  fc.assert(
    fc.property(
      fc.nat(1200),
      fc.nat(700),
      fc.integer({ min: 300, max: 1000 }),
      fc.integer({ min: 100, max: 900 }),
      fc.integer({ min: 60, max: 900 }),
      (left, top, width, height, wanted) => {
        const compose = { left, top, width, height };
        const box = placePanel(compose, [], wanted, view);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(view.width);
        expect(box.top + box.height).toBeLessThanOrEqual(view.height);
        if (left >= 360 || left + width <= view.width - 360 || top >= 184) expect(apart(box, compose)).toBe(true);
      },
    ),
  );
});
