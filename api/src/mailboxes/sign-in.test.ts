import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, BEN, freshSandbox } from '#e2e/sandbox/testing.js';
import { listSignInWays, readMe, refreshTokens, signOut, takeTokens } from '#shared/api.js';
import { ApiError, createApiClient } from '#shared/api-client.js';
import type { ProblemCode } from '#shared/problem.js';
import { freePort } from '../embedded/free-port.js';
import { createWorld, type World } from '../testing/world.js';
import { MailboxesService } from './mailboxes.service.js';
import { Browser, pkce } from './testing/browser.js';

const sandbox = await freshSandbox();
let world: World;

beforeAll(async () => {
  const port = await freePort();
  world = await createWorld({
    PORT: String(port),
    LUMINA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LUMINA_SANDBOX_URL: sandbox.httpUrl,
    LUMINA_SEND_TIMEOUT_MS: '2000',
  });
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
const begin = (challenge: string) => `${world.url}/auth/google?challenge=${challenge}&state=theirs&login_hint=${ADA}`;

async function signIn(account: string) {
  const { verifier, challenge } = pkce();
  const { url } = await new Browser().signIn(begin(challenge), { account });
  return anyone()(takeTokens, { body: { code: url.searchParams.get('code') ?? '', verifier } });
}

const refusal = async (call: Promise<unknown>): Promise<ProblemCode> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code;
    throw error;
  }
  throw new Error('the call was expected to be refused');
};

test('a rep signs in with Google, and the browser holds nothing but our own tokens', async () => {
  const { verifier, challenge } = pkce();
  const { url, status, page } = await new Browser().signIn(begin(challenge), { account: ADA });
  expect([url.pathname, status, url.searchParams.get('state')]).toEqual(['/auth/done', 200, 'theirs']);
  expect(page).toContain('You are signed in');

  const code = url.searchParams.get('code') ?? '';
  const tokens = await anyone()(takeTokens, { body: { code, verifier } });
  const me = await as(tokens.accessToken)(readMe, {});
  expect(me).toMatchObject({ email: ADA, name: 'Ada Seller', role: 'admin', organisation: 'northwind.example' });
  expect(await anyone()(listSignInWays, {})).toEqual({ ways: ['google'] });
  expect(me.mailboxes).toMatchObject([{ provider: 'gmail', address: ADA, health: 'ok' }]);

  expect(await refusal(anyone()(takeTokens, { body: { code, verifier } }))).toBe('signedOut');
  const ben = await as((await signIn(BEN)).accessToken)(readMe, {});
  expect([ben.role, ben.organisationId]).toEqual(['rep', me.organisationId]);
  await signIn(ADA);
  expect((await world.owner.query('select from mailboxes where address = $1', [ADA])).rowCount).toBe(1);
});

test("Google's tokens are sealed at rest, and a sealed row is of no use elsewhere", async () => {
  await signIn(ADA);
  const { rows } = await world.owner.query('select * from mailboxes where address = $1', [ADA]);
  expect(rows[0].sealed_tokens).toMatch(/^v1\./);
  expect(JSON.stringify(rows)).not.toMatch(/ya29\.|1\/\/0/);
  expect(rows[0].watch_expires_at).not.toBeNull();
  expect(rows[0].cursor).toMatch(/^\d+$/);

  const { organisation_id, id } = rows[0];
  await signIn(BEN);
  await world.owner.query(
    `update mailboxes set sealed_tokens = (select sealed_tokens from mailboxes where address = $2) where id = $1`,
    [id, BEN],
  );
  const failure = { kind: 'signedOut' };
  await expect(world.app.get(MailboxesService).open(organisation_id, id)).rejects.toMatchObject({ failure });
  await signIn(ADA);
});

test('a code is of no use to who does not hold the verifier, and not to its owner afterwards either', async () => {
  const { verifier, challenge } = pkce();
  const { url } = await new Browser().signIn(begin(challenge), { account: ADA });
  const code = url.searchParams.get('code') ?? '';
  expect(await refusal(anyone()(takeTokens, { body: { code, verifier: pkce().verifier } }))).toBe('signedOut');
  expect(await refusal(anyone()(takeTokens, { body: { code, verifier } }))).toBe('signedOut');
});

test('a sign-in begun in one browser does not end in another', async () => {
  const { challenge } = pkce();
  const theirs = new Browser();
  const atGoogle = await theirs.get(begin(challenge));
  const victim = new Browser();
  const end = await victim.signIn(atGoogle.url.href, { account: ADA });
  expect(end.status).toBe(400);
  expect(end.page).toContain('This sign-in is over');
});

test('who says no, or unticks a permission, is told what to do', async () => {
  const declined = await new Browser().signIn(begin(pkce().challenge), { account: ADA, decision: 'cancel' });
  expect([declined.status, declined.page]).toEqual([400, expect.stringContaining('You are not signed in')]);
  const unticked = await new Browser().signIn(begin(pkce().challenge), { account: ADA, untick: ['gmail.readonly'] });
  expect([unticked.status, unticked.page]).toEqual([400, expect.stringContaining('leave both ticked')]);
  const forged = await new Browser().get(`${world.url}/auth/google/callback?code=x&state=v1.a.b.c`);
  expect(forged.status).toBe(400);
  const elsewhere = await new Browser().get(`${world.url}/auth/microsoft?challenge=${pkce().challenge}`);
  expect([elsewhere.status, elsewhere.page]).toEqual([503, expect.stringContaining('MICROSOFT_CLIENT_ID')]);
  const malformed = await fetch(`${world.url}/auth/google?challenge=short`);
  expect([malformed.status, await malformed.json()]).toMatchObject([400, { fields: [{ path: 'challenge' }] }]);
});

test('a refresh token rotates, and one that was used before last ends the session', async () => {
  const first = await signIn(ADA);
  const second = await anyone()(refreshTokens, { body: first });
  const third = await anyone()(refreshTokens, { body: second });
  expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
  expect(await refusal(anyone()(refreshTokens, { body: first }))).toBe('signedOut');
  await anyone()(signOut, { body: third });
  expect(await refusal(anyone()(refreshTokens, { body: third }))).toBe('signedOut');
});

test('the dashboard gets a cookie that reads and changes nothing', async () => {
  const browser = new Browser();
  const { url } = await browser.signIn(`${world.url}/auth/google?for=dashboard`, { account: ADA });
  expect(url.pathname).toBe('/dashboard/');
  const cookie = `lumina_dashboard=${browser.cookie('lumina_dashboard')}`;
  const ask = (path: string, init: RequestInit = {}) => fetch(world.url + path, { ...init, headers: { cookie } });
  expect((await ask('/auth/me')).status).toBe(200);
  expect((await fetch(`${world.url}/auth/me`)).status).toBe(401);
  expect((await ask('/emails/send', { method: 'POST' })).status).toBe(401);
});

test('tokens that run out are renewed once, whoever asks; a grant taken back asks the rep to sign in', async () => {
  await signIn(ADA);
  const mailboxes = world.app.get(MailboxesService);
  const found = await mailboxes.findByAddress('gmail', ADA.toUpperCase());
  if (!found) throw new Error('Ada has no mailbox');
  const { organisationId, id } = found;
  const open = await Promise.all([1, 2, 3, 4].map(() => mailboxes.open(organisationId, id)));
  await sandbox.client.expireAccess({ email: ADA });
  await Promise.all(open.map((provider) => provider.baseline()));

  const before = (await world.owner.query('select now()')).rows[0].now;
  await sandbox.client.revoke({ email: ADA });
  const health = async () =>
    (await world.owner.query('select health from mailboxes where id = $1', [id])).rows[0].health;
  const asked = await Promise.allSettled(open.map((provider) => provider.baseline()));
  expect(asked.map((one) => one.status)).toEqual(asked.map(() => 'rejected'));
  expect(await health()).toBe('signedOut');
  await expect(mailboxes.open(organisationId, id)).rejects.toMatchObject({ failure: { kind: 'signedOut' } });
  const told = await world.owner.query(`select text from changes where kind = 'mailbox.signedOut' and at > $1`, [
    before,
  ]);
  expect(told.rows).toEqual([{ text: expect.stringContaining(`sign in again for ${ADA}`) }]);

  await signIn(ADA);
  expect(await health()).toBe('ok');
});

test('an address that changed hands stays with who connected it, and nobody is made of the attempt', async () => {
  await signIn(BEN);
  const people = async () => (await world.owner.query('select from users')).rowCount;
  const before = await people();
  for (const table of ['users', 'mailboxes'])
    await world.owner.query(
      `update ${table} set subject = 'earlier:' || subject where ${table === 'users' ? 'email' : 'address'} = $1`,
      [BEN],
    );
  const end = await new Browser().signIn(begin(pkce().challenge), { account: BEN });
  expect([end.status, end.page]).toEqual([400, expect.stringContaining('somebody else')]);
  expect(await people()).toBe(before);
});

test('a mailbox of one organisation is not taken over by another', async () => {
  await signIn(ADA);
  await world.owner.query(`update users set subject = 'earlier:' || subject, organisation_id = $1 where email = $2`, [
    world.caller.organisationId,
    ADA,
  ]);
  await world.owner.query(
    `update mailboxes set subject = 'earlier:' || subject, organisation_id = $1 where address = $2`,
    [world.caller.organisationId, ADA],
  );
  const end = await new Browser().signIn(begin(pkce().challenge), { account: ADA });
  expect([end.status, end.page]).toEqual([400, expect.stringContaining('connected elsewhere')]);
});
