import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges, refreshTokens, signOut } from '#shared/api.js';
import { createApiClient } from '#shared/api-client.js';
import { createWorld, type World } from '../testing/world.js';
import { SessionsService } from './sessions.service.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const anyone = () => createApiClient((path, init) => fetch(world.url + path, init));
const refresh = (refreshToken: string) => anyone()(refreshTokens, { body: { refreshToken } });
const start = () => world.app.get(SessionsService).startExtension(world.caller);

test('a refresh token is traded for a pair that works', async () => {
  const first = await start();
  const second = await refresh(first.refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  const call = createApiClient((path, init) =>
    fetch(world.url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${second.accessToken}` } }),
  );
  await expect(call(readChanges, { query: { since: 0 } })).resolves.toMatchObject({ changes: [] });
});

test('a browser killed before it heard the answer may ask again with the token it has', async () => {
  const first = await start();
  await refresh(first.refreshToken);
  await expect(refresh(first.refreshToken)).resolves.toMatchObject({ accessToken: expect.any(String) });
});

test('a token shown again long after it was traded ends the session for everybody who holds it', async () => {
  const first = await start();
  const second = await refresh(first.refreshToken);
  await world.owner.query(
    `update sessions set rotated_at = now() - interval '1 minute' where previous_hash is not null`,
  );
  await expect(refresh(first.refreshToken)).rejects.toMatchObject({ problem: { code: 'signedOut' } });
  await expect(refresh(second.refreshToken)).rejects.toMatchObject({ problem: { code: 'signedOut' } });
});

test('signing out ends the session', async () => {
  const { refreshToken } = await start();
  await anyone()(signOut, { body: { refreshToken } });
  await expect(refresh(refreshToken)).rejects.toMatchObject({ problem: { code: 'signedOut' } });
});

test('no token is stored in clear', async () => {
  const { refreshToken } = await start();
  const { rows } = await world.owner.query('select row_to_json(s)::text as row from sessions s');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.some(({ row }) => row.includes(refreshToken))).toBe(false);
});
