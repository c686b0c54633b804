import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { certificate, trust } from '#e2e/sandbox/certificate.js';
import { ProviderError } from '../provider-error.js';
import { GraphClient } from './graph-client.js';

// A server that only counts: what Microsoft's client does with an answer shows nowhere else.
const directory = mkdtempSync(join(tmpdir(), 'lumina-graph-client-'));
const seen: IncomingMessage[] = [];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let graph: GraphClient;
let renewals: number;
let close: () => void;

beforeAll(async () => {
  const { key, cert, caFile } = await certificate(directory);
  trust(caFile);
  const server = createServer({ key, cert }, (request, response) => {
    seen.push(request);
    request.resume().on('end', () => answer(response, request));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  const access = {
    token: async () => 'old',
    renew: async () => {
      renewals++;
      return 'new';
    },
  };
  graph = new GraphClient(access, { graphUrl: `https://127.0.0.1:${port}/v1.0/`, timeoutMs: 300 });
});
afterAll(() => {
  close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  seen.length = 0;
  renewals = 0;
});

const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(JSON.stringify({ error: { code: 'Whatever', message: '' } }));
const send = () => graph.ask(z.unknown(), { method: 'POST', path: 'me/messages/1/send' }, { once: true });
const failureOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return error instanceof ProviderError ? error.failure.kind : error;
};

test.each([
  [429, 'busy'],
  [503, 'unclear'],
  [504, 'unclear'],
  [500, 'unclear'],
])('a send that is answered %d is one request, also where the answer asks for another', async (status, kind) => {
  answer = refuse(status, { 'retry-after': '0' });
  expect(await failureOf(send())).toBe(kind);
  expect(seen.map(({ method }) => method)).toEqual(['POST']);
});

test.each([301, 302, 307, 308])('a redirect with %d is not followed', async (status) => {
  answer = refuse(status, { location: '/v1.0/me/messages/1/send' });
  expect(await failureOf(send())).toBe('unclear');
  expect(seen).toHaveLength(1);
});

test('accepted is accepted, also with advice to come again later', async () => {
  answer = (response) => void response.writeHead(202, { 'retry-after': '10' }).end();
  await send();
  expect(seen).toHaveLength(1);
});

test.each<[string, typeof answer]>([
  ['never comes', () => undefined],
  [
    'is cut short',
    (response) => void response.writeHead(200, { 'content-length': '100' }).write('{"id":', () => response.destroy()),
  ],
  ['is in no JSON', (response) => void response.writeHead(200).end('<html>')],
])('an answer that %s is unclear', async (_, given) => {
  answer = given;
  expect(await failureOf(graph.ask(z.object({ id: z.string() }), { path: 'me' }))).toBe('unclear');
  expect(seen).toHaveLength(1);
});

test('a token that is not taken is renewed, once, and every call shows one and asks for lasting ids', async () => {
  answer = (response, { headers }) =>
    headers.authorization === 'Bearer new' ? void response.writeHead(202).end() : refuse(401)(response);
  await send();
  expect([seen.length, renewals]).toEqual([2, 1]);
  expect(seen.every(({ headers }) => headers.prefer === 'IdType="ImmutableId"')).toBe(true);
  answer = refuse(401);
  expect(await failureOf(send())).toBe('signedOut');
  expect([seen.length, renewals]).toEqual([4, 2]);
});

test('a link out of the API is not followed, and a query arrives as it was meant', async () => {
  answer = (response) => void response.writeHead(200).end('{}');
  expect(await failureOf(graph.ask(z.unknown(), { path: 'https://elsewhere.example/v1.0/me' }))).toBe('unclear');
  expect(seen).toEqual([]);
  await graph.ask(z.unknown(), { path: 'me/messages', query: { $filter: "subject eq 'a+b & c'" } });
  const asked = new URL(seen[0]?.url ?? '', 'https://graph.example');
  expect(asked.pathname).toBe('/v1.0/me/messages');
  expect(asked.searchParams.get('$filter')).toBe("subject eq 'a+b & c'");
});

test('what is not there, or cannot be, is no failure where it is looked for', async () => {
  const look = () => graph.find(z.unknown(), { path: 'me/messages/1' });
  answer = refuse(404);
  expect(await look()).toBeUndefined();
  answer = (response) => void response.writeHead(400).end('{"error":{"code":"ErrorInvalidIdMalformed"}}');
  expect(await look()).toBeUndefined();
  answer = refuse(400);
  expect(await failureOf(look())).toBe('refused');
});
