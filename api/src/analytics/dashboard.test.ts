import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each([
  '/dashboard/assets/nothing.js',
  '/dashboard/assets/..%2f..%2f..%2fpackage.json',
  '/dashboard/assets/..%2findex.html',
  '/dashboard/assets/%2e%2e%2f%2e%2e%2fapi%2fsrc%2fmain.js',
  '/dashboard/assets/index',
])('nothing beside the page is served: %s', async (path) => {
  const answer = await fetch(world.url + path);
  expect(answer.status).toBe(404);
});

test('the numbers are not served with the page', async () => {
  const answer = await fetch(`${world.url}/analytics/overview`);
  expect(answer.status).toBe(401);
});
