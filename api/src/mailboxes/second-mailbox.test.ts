import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, ADA_OUTLOOK, BEN, BEN_OUTLOOK, freshSandbox } from '#e2e/sandbox/testing.js';
import { linkMailbox, readMe, saveDraft, sendEmail, takeTokens } from '#shared/api.js';
import { type ApiClient, ApiError, createApiClient } from '#shared/api-client.js';
import { DraftId, type EmailId } from '#shared/ids.js';
import { deriveKey } from '../auth/keys.js';
import { freePort } from '../embedded/free-port.js';
import { createWorld, type World } from '../testing/world.js';
import { sealLink } from './mailbox-link.js';
import { MailboxesService } from './mailboxes.service.js';
import { unsealTokens } from './sealed-tokens.js';
import { Browser, pkce } from './testing/browser.js';

const sandbox = await freshSandbox();
let world: World;
let ada: ApiClient;
let ben: ApiClient;

beforeAll(async () => {
  const port = await freePort();
  world = await createWorld({
    PORT: String(port),
    LUMINA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LUMINA_SANDBOX_URL: sandbox.httpUrl,
    LUMINA_SANDBOX_TLS_URL: sandbox.tlsUrl,
  });
  ada = await signIn(ADA);
  ben = await signIn(BEN);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

const letter = {
  to: [{ name: 'Grace', email: 'grace@analytical.example' }],
  cc: [],
  bcc: [],
  subject: 'Thursday',
  html: '<div>Shall we?</div>',
  text: 'Shall we?',
  thread: null,
  undoSeconds: 120,
  acceptedSpans: [],
  aiShare: 0,
  webmailDraftId: null,
};

const anyone = () => createApiClient((path, init) => fetch(world.url + path, init));
const as = (accessToken: string) =>
  createApiClient((path, init) =>
    fetch(world.url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
  );

const wayOf = (account: string) => ([ADA, BEN].includes(account) ? 'google' : 'microsoft');

/** To the page that ends a sign-in; with `link`, one that adds a mailbox. */
async function walk(account: string, challenge: string, link?: string) {
  const asked = new URLSearchParams({ challenge, state: 'theirs', ...(link !== undefined && { link }) });
  const { url, status, page } = await new Browser().signIn(`${world.url}/auth/${wayOf(account)}?${asked}`, { account });
  return { code: url.searchParams.get('code') ?? '', status, page };
}

async function signIn(account: string): Promise<ApiClient> {
  const { verifier, challenge } = pkce();
  const { code } = await walk(account, challenge);
  return as((await anyone()(takeTokens, { body: { code, verifier } })).accessToken);
}

const providerOf = async (emailId: EmailId) =>
  (
    await world.owner.query('select m.provider from emails e join mailboxes m on m.id = e.mailbox_id where e.id = $1', [
      emailId,
    ])
  ).rows;

const mailboxesOf = async (rep: ApiClient) => (await rep(readMe, {})).mailboxes.map(({ address }) => address);

test('a mailbox that is added is there once the code is swapped, by who began, and its tokens are sealed till then', async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const { code, page } = await walk(ADA_OUTLOOK, challenge, link);
  expect(page).toContain('You are signed in');
  expect(await mailboxesOf(ada)).toEqual([ADA]);
  const codes = async () => (await world.owner.query('select * from sign_in_codes where used_at is null')).rows;
  expect(JSON.stringify(await codes())).not.toMatch(/ya29\.|1\/\/0|northwind-group/);

  const { accessToken } = await anyone()(takeTokens, { body: { code, verifier } });
  const me = await as(accessToken)(readMe, {});
  expect([me.id, me.email]).toEqual([(await ada(readMe, {})).id, ADA]);
  expect((await ada(readMe, {})).mailboxes).toMatchObject([
    { provider: 'gmail', address: ADA, health: 'ok' },
    { provider: 'graph', address: ADA_OUTLOOK, health: 'ok' },
  ]);
  const kept = await world.owner.query(
    'select sealed_connection from sign_in_codes where sealed_connection is not null',
  );
  expect(kept.rowCount).toBe(0);
});

test('a mail goes out through the mailbox it is from', async () => {
  for (const [from, provider] of [
    [ADA, 'gmail'],
    [ADA_OUTLOOK.toUpperCase(), 'graph'],
  ] as const) {
    const { id } = await ada(
      sendEmail,
      { body: { ...letter, draftId: DraftId.parse(randomUUID()), from } },
      { key: randomUUID() },
    );
    expect(await providerOf(id)).toEqual([{ provider }]);
  }
  const foreign = ada(
    sendEmail,
    { body: { ...letter, draftId: DraftId.parse(randomUUID()), from: BEN_OUTLOOK } },
    { key: randomUUID() },
  );
  await expect(foreign).rejects.toMatchObject({ problem: { code: 'mailboxUnknown' } });
});

test("Microsoft's newest refresh token is the one that is kept, and a grant taken back asks for Outlook's sign-in", async () => {
  const { organisationId } = await ada(readMe, {});
  const mailboxes = world.app.get(MailboxesService);
  const found = await mailboxes.findByAddress('graph', ADA_OUTLOOK);
  if (!found) throw new Error('Ada has no Outlook mailbox');
  const kept = async () => {
    const { rows } = await world.owner.query('select sealed_tokens, health from mailboxes where id = $1', [found.id]);
    const tokens = unsealTokens(deriveKey(world.config.secret, 'mailbox tokens'), rows[0].sealed_tokens, {
      organisationId,
      mailboxId: found.id,
    });
    return { ...tokens, health: rows[0].health };
  };
  const open = await Promise.all([1, 2, 3].map(() => mailboxes.open(organisationId, found.id)));
  const before = await kept();
  await sandbox.client.expireAccess({ email: ADA_OUTLOOK });
  await Promise.all(open.map((provider) => provider.latest()));
  const after = await kept();
  expect(after.refreshToken).not.toBe(before.refreshToken);
  expect(after.accessToken).not.toBe(before.accessToken);

  await sandbox.client.revoke({ email: ADA_OUTLOOK });
  await expect(open[0]?.latest()).rejects.toMatchObject({ failure: { kind: 'signedOut' } });
  expect((await kept()).health).toBe('signedOut');
  const told = await world.owner.query(`select text from changes where kind = 'mailbox.signedOut'`);
  expect(told.rows).toEqual([
    { text: expect.stringContaining(`Outlook asks you to sign in again for ${ADA_OUTLOOK}`) },
  ]);
  await signIn(ADA_OUTLOOK);
  expect((await kept()).health).toBe('ok');
});

test('who signs in with a mailbox they added is the person who added it', async () => {
  const again = await signIn(ADA_OUTLOOK);
  expect((await again(readMe, {})).id).toBe((await ada(readMe, {})).id);
  expect(await mailboxesOf(again)).toEqual([ADA, ADA_OUTLOOK]);
});

test("a mailbox of somebody else is not taken over, and one's own may be connected again", async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ben(linkMailbox, { body: { challenge } });
  const refused = await walk(ADA_OUTLOOK, challenge, link);
  expect([refused.status, refused.page]).toEqual([400, expect.stringContaining('somebody else')]);
  const own = await walk(BEN, challenge, link);
  await anyone()(takeTokens, { body: { code: own.code, verifier } });
  expect(await mailboxesOf(ben)).toEqual([BEN]);
  expect(await mailboxesOf(ada)).toEqual([ADA, ADA_OUTLOOK]);
});

test('an answer of Microsoft is none to a question put to Google', async () => {
  const browser = new Browser();
  const atMicrosoft = await browser.get(`${world.url}/auth/microsoft?challenge=${pkce().challenge}`);
  const state = atMicrosoft.url.searchParams.get('state') ?? '';
  const end = await browser.get(`${world.url}/auth/google/callback?${new URLSearchParams({ state, code: 'x' })}`);
  expect([end.status, end.page]).toEqual([400, expect.stringContaining('This sign-in is over')]);
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
  expect(await mailboxesOf(ada)).toEqual([ADA, ADA_OUTLOOK]);
});

test('without the verifier nothing is connected, and not with it afterwards either', async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const { code } = await walk(BEN_OUTLOOK, challenge, link);
  for (const tried of [pkce().verifier, verifier]) {
    const swap = anyone()(takeTokens, { body: { code, verifier: tried } });
    await expect(swap).rejects.toBeInstanceOf(ApiError);
  }
  expect(await mailboxesOf(ada)).toEqual([ADA, ADA_OUTLOOK]);
});

test('a mailbox that became somebody else’s while the code was on its way stays theirs', async () => {
  const { verifier, challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const { code } = await walk(BEN_OUTLOOK, challenge, link);
  await signIn(BEN_OUTLOOK);
  const swap = anyone()(takeTokens, { body: { code, verifier } });
  await expect(swap).rejects.toMatchObject({ problem: { code: 'forbidden' } });
  expect(await mailboxesOf(ada)).toEqual([ADA, ADA_OUTLOOK]);
});

test('a person who comes with Microsoft first is one of their own, in the organisation of their tenant', async () => {
  const { challenge } = pkce();
  const { link } = await ada(linkMailbox, { body: { challenge } });
  const own = await signIn(BEN_OUTLOOK);
  const me = await own(readMe, {});
  expect(me).toMatchObject({
    email: BEN_OUTLOOK,
    name: 'Ben Closer',
    role: 'admin',
    organisation: 'northwind-group.example',
  });
  expect(me.mailboxes).toMatchObject([{ provider: 'graph', address: BEN_OUTLOOK, health: 'ok' }]);
  expect(me.organisationId).not.toBe((await ada(readMe, {})).organisationId);
  const refused = await walk(BEN_OUTLOOK, challenge, link);
  expect([refused.status, refused.page]).toEqual([400, expect.stringContaining('connected elsewhere')]);
});

test('of two mailboxes with one address a mail goes out through the one behind the page it was written on', async () => {
  const { id: userId, organisationId } = await ada(readMe, {});
  const mailboxId = randomUUID();
  await world.owner.query(
    `insert into mailboxes (id, organisation_id, user_id, provider, address, sealed_tokens, scopes)
     values ($1, $2, $3, 'gmail', $4, 'sealed', '{}')`,
    [mailboxId, organisationId, userId, ADA_OUTLOOK],
  );
  for (const [webmail, provider] of [
    ['gmail', 'gmail'],
    ['outlook', 'graph'],
  ] as const) {
    const draftId = DraftId.parse(randomUUID());
    const { to, cc, bcc, subject, html, text, thread } = letter;
    const content = { to, cc, bcc, subject, html, text, thread };
    await ada(saveDraft, {
      body: { ...content, id: draftId, basedOn: 0, from: ADA_OUTLOOK, webmail, webmailDraftId: null },
    });
    const body = { ...letter, draftId, from: ADA_OUTLOOK };
    const { id } = await ada(sendEmail, { body }, { key: randomUUID() });
    expect(await providerOf(id)).toEqual([{ provider }]);
  }
});
