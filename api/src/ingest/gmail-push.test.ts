import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSigner, type Signer } from '#e2e/sandbox/signer.js';
import { pushGmail } from '#shared/api.js';
import { createWorld, type World } from '../testing/world.js';

const PUBLIC_URL = 'https://lumina.northwind.example';
const SERVICE_ACCOUNT = 'gmail-push@lumina-sandbox.iam.gserviceaccount.com';

let folder: string;
let google: Signer;
let impostor: Signer;
let certs: Server;
let world: World;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lumina-push-'));
  google = await openSigner(folder, 'google');
  impostor = await openSigner(mkdtempSync(path.join(folder, 'impostor-')), 'google');
  certs = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(google.pemCertificates)),
  );
  await new Promise<void>((resolve) => certs.listen(0, '127.0.0.1', resolve));
  const { port } = certs.address() as AddressInfo;
  world = await createWorld({
    LUMINA_SANDBOX_URL: `http://127.0.0.1:${port}`,
    LUMINA_PUBLIC_URL: PUBLIC_URL,
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  certs.close();
  rmSync(folder, { recursive: true });
});

const seconds = () => Math.floor(Date.now() / 1_000);
const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: 'https://accounts.google.com',
  aud: `${PUBLIC_URL}/push/gmail`,
  azp: '113774264463038321964',
  sub: '113774264463038321964',
  email: SERVICE_ACCOUNT,
  email_verified: true,
  iat: seconds(),
  exp: seconds() + 3_600,
  ...changed,
});

let pushes = 0;
const bodyOf = (
  address: string,
  {
    messageId = `push ${++pushes}`,
    historyId = 4711 as number | string,
    encoding = 'base64' as 'base64' | 'base64url',
  } = {},
) => ({
  message: {
    data: Buffer.from(JSON.stringify({ emailAddress: address, historyId })).toString(encoding),
    messageId,
    message_id: messageId,
    attributes: {},
    orderingKey: '',
  },
  subscription: 'projects/p/subscriptions/s',
  deliveryAttempt: 1,
});
async function push(authorization: string | undefined, body: object = bodyOf(world.address)) {
  const response = await fetch(`${world.url}${pushGmail.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(body),
  });
  return response.status;
}
const kept = async () =>
  (await world.owner.query<{ push_id: string }>('select push_id from push_inbox order by id')).rows;
const bearer = async (changed: JWTPayload = {}) => `Bearer ${await google.sign(claims(changed))}`;

const bad: [string, () => Promise<string | undefined>][] = [
  ['nothing', async () => undefined],
  ['another scheme', async () => 'Basic Z29vZ2xlOnNlY3JldA=='],
  ['no token at all', async () => 'Bearer nonsense'],
  ['a token nobody signed', async () => `Bearer ${new UnsecuredJWT(claims()).encode()}`],
  ['a token somebody else signed', async () => `Bearer ${await impostor.sign(claims())}`],
  [
    'a token signed with the public key as a password',
    async () => {
      const [kid, certificate] = Object.entries(google.pemCertificates)[0] ?? ['', ''];
      const signed = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid });
      return `Bearer ${await signed.sign(new TextEncoder().encode(certificate))}`;
    },
  ],
  ['a token for another address', () => bearer({ aud: 'https://elsewhere.example/push/gmail' })],
  ['a token of another issuer', () => bearer({ iss: 'https://accounts.northwind.example' })],
  ['a token that ran out', () => bearer({ iat: seconds() - 7_200, exp: seconds() - 3_600 })],
  ['a token of another service account of Google', () => bearer({ email: 'gmail-push@other.iam.gserviceaccount.com' })],
  ['a token whose address Google did not verify', () => bearer({ email_verified: false })],
  ['a token without an address', () => bearer({ email: undefined })],
  [
    'a token changed after it was signed',
    async () => {
      const [head, , signature] = (await google.sign(claims({ aud: 'https://x.example' }))).split('.');
      return `Bearer ${head}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.${signature}`;
    },
  ],
];

test.each(bad)('a push with %s is refused, and nothing is kept of it', async (_, authorization) => {
  const before = await kept();
  expect(await push(await authorization())).toBe(401);
  expect(await kept()).toEqual(before);
});

test('a push is kept once, however often it comes and in whichever base64', async () => {
  const body = bodyOf(world.address.toUpperCase(), {
    messageId: '2070443601311540',
    encoding: 'base64url',
    historyId: '9876543210',
  });
  expect(await Promise.all([1, 2, 3].map(async () => push(await bearer(), body)))).toEqual([204, 204, 204]);
  expect((await kept()).filter((row) => row.push_id === '2070443601311540')).toHaveLength(1);
});

test.each([
  ['an address we do not know', () => bodyOf('nobody@northwind.example')],
  ['data that is no JSON', () => ({ ...bodyOf(''), message: { data: 'bm9uc2Vuc2U=', messageId: 'x' } })],
  [
    'data without an address',
    () => ({ ...bodyOf(''), message: { data: Buffer.from('{"historyId":1}').toString('base64'), messageId: 'y' } }),
  ],
])('a signed push with %s is answered, so that it does not come again, and nothing is kept', async (_, body) => {
  const before = await kept();
  expect(await push(await bearer(), body())).toBe(204);
  expect(await kept()).toEqual(before);
});

test('a push lands in the organisation its mailbox belongs to', async () => {
  const other = await world.newcomer();
  expect(await push(await bearer(), bodyOf(other.address, { messageId: 'for the other' }))).toBe(204);
  const rows = await world.owner.query('select organisation_id, mailbox_id from push_inbox where push_id = $1', [
    'for the other',
  ]);
  expect(rows.rows).toEqual([{ organisation_id: other.caller.organisationId, mailbox_id: other.mailboxId }]);
});
