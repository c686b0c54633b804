import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, BEN, freshSandbox } from '#e2e/sandbox/testing.js';
import { linkMailbox, readMe, takeTokens } from '#shared/api.js';
import { type ApiClient, ApiError, createApiClient } from '#shared/api-client.js';
import { deriveKey } from '../auth/keys.js';
import { freePort } from '../embedded/free-port.js';
import { createWorld, type World } from '../testing/world.js';
import { sealLink } from './mailbox-link.js';
import { Browser, pkce } from './testing/browser.js';

const SECOND = BEN;
const sandbox = await freshSandbox();
let world: World;
let ada: ApiClient;

beforeAll(async () => {
  const port = await freePort();
  world = await createWorld({
    PORT: String(port),
    LUMINA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LUMINA_SANDBOX_URL: sandbox.httpUrl,
  });
  ada = await signIn(ADA);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

const anyone = () => createApiClient((path, init) => fetch(world.url + path, init));
const as = (accessToken: string) =>
  createApiClient((path, init) =>
    fetch(world.url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
  );

/** To the page that ends a sign-in; with `link`, one that adds a mailbox. */
async function walk(account: string, challenge: string, link?: string) {
  const asked = new URLSearchParams({ challenge, state: 'theirs', ...(link !== undefined && { link }) });
  const { url, status, page } = await new Browser().signIn(`${world.url}/auth/google?${asked}`, { account });
  return { code: url.searchParams.get('code') ?? '', status, page };
}

async function signIn(account: string): Promise<ApiClient> {
  const { verifier, challenge } = pkce();
  const { code } = await walk(account, challenge);
  return as((await anyone()(takeTokens, { body: { code, verifier } })).accessToken);
}

const mailboxesOf = async (rep: ApiClient) => (await rep(readMe, {})).mailboxes.map(({ address }) => address);

test('without the verifier nothing is connected, and not with it afterwards either', async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const { code } = await walk(SECOND, challenge, link);
  for (const tried of [pkce().verifier, verifier]) {
    const swap = anyone()(takeTokens, { body: { code, verifier: tried } });
    await expect(swap).rejects.toBeInstanceOf(ApiError);
  }
  expect(await mailboxesOf(ada)).toEqual([ADA]);
});

test('a mailbox that is added is there once the code is swapped, by who began, and its tokens are sealed till then', async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const { code, page } = await walk(SECOND, challenge, link);
  expect(page).toContain('You are signed in');
  expect(await mailboxesOf(ada)).toEqual([ADA]);
  const codes = async () => (await world.owner.query('select * from sign_in_codes where used_at is null')).rows;
  expect(JSON.stringify(await codes())).not.toMatch(/ya29\.|1\/\/0|ben\.closer/);

  const { accessToken } = await anyone()(takeTokens, { body: { code, verifier } });
  const me = await as(accessToken)(readMe, {});
  expect([me.id, me.email]).toEqual([(await ada(readMe, {})).id, ADA]);
  expect(await mailboxesOf(ada)).toEqual([ADA, SECOND]);
  const kept = await world.owner.query(
    'select sealed_connection from sign_in_codes where sealed_connection is not null',
  );
  expect(kept.rowCount).toBe(0);
});

test('who signs in with a mailbox they added is the person who added it', async () => {
  const again = await signIn(SECOND);
  expect((await again(readMe, {})).id).toBe((await ada(readMe, {})).id);
  expect(await mailboxesOf(again)).toEqual([ADA, SECOND]);
});

test('a link is of no use to another sign-in, when it is old, or when it is none', async () => {
  const { organisationId, id: userId } = await ada(readMe, {});
  const [mine, theirs] = [pkce(), pkce()];
  const { link } = await ada(linkMailbox, { body: { challenge: mine.challenge } });
  const old = sealLink(deriveKey(world.config.secret, 'sign-in state'), {
    organisationId,
    userId,
    challenge: mine.challenge,
    expiresAt: Date.now() - 1,
  });
  const bad: [string, string][] = [
    [theirs.challenge, link],
    [mine.challenge, old],
    [mine.challenge, `${link.slice(0, -2)}AA`],
  ];
  for (const [challenge, shown] of bad) {
    const end = await walk(BEN, challenge, shown);
    expect([end.status, end.page]).toEqual([400, expect.stringContaining('This sign-in is over')]);
  }
  expect(await mailboxesOf(ada)).toEqual([ADA, SECOND]);
});
