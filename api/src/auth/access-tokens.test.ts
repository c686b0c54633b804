import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { OrganisationId, UserId } from '#shared/ids.js';
import { readConfig } from '../config.js';
import { AccessTokens } from './access-tokens.js';
import type { Caller } from './caller.js';

afterEach(() => vi.useRealTimers());

const tokens = (secret = 'a secret only these tests use, long enough') =>
  new AccessTokens(readConfig({ DATABASE_URL: 'postgresql://nobody@localhost/none', LUMINA_SECRET: secret }));
const caller: Caller = {
  userId: UserId.parse(randomUUID()),
  organisationId: OrganisationId.parse(randomUUID()),
  role: 'rep',
};

test('a token speaks for its caller, the second time as the first', async () => {
  const ours = tokens();
  const { accessToken } = await ours.issue(caller);
  expect(await ours.read(accessToken)).toEqual(caller);
  expect(await ours.read(accessToken)).toEqual(caller);
});

test('a token past its time speaks for nobody, whether it was read before or not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const ours = tokens();
  const { accessToken, expiresAt } = await ours.issue(caller);
  await ours.read(accessToken);
  vi.setSystemTime(new Date(expiresAt).getTime() + 1_000);
  expect(await ours.read(accessToken)).toBeUndefined();
  expect(await tokens().read(accessToken)).toBeUndefined();
});

test('a token of another server, or a damaged one, speaks for nobody', async () => {
  const { accessToken } = await tokens('another secret, also long enough to be one').issue(caller);
  const ours = tokens();
  expect(await ours.read(accessToken)).toBeUndefined();
  const { accessToken: good } = await ours.issue(caller);
  await ours.read(good);
  expect(await ours.read(`${good.slice(0, -2)}${good.endsWith('AA') ? 'BB' : 'AA'}`)).toBeUndefined();
});
