import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { api } from '#shared/api.js';
import type { Endpoint } from '#shared/endpoint.js';
import { Problem } from '#shared/problem.js';
import { AccessTokens } from '../auth/access-tokens.js';
import { createWorld, type World } from '../testing/world.js';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = (await world.app.get(AccessTokens).issue(world.caller)).accessToken;
});
afterAll(() => world[Symbol.asyncDispose]());

const endpoints: [string, Endpoint][] = Object.entries(api);
const withBody = endpoints.filter(([, { body }]) => body && !(body instanceof z.ZodNever));

/** One call by hand, so that what the typed client would never send can be sent. */
async function ask(endpoint: Endpoint, { body, signedIn = true }: { body?: string; signedIn?: boolean } = {}) {
  const path = endpoint.path.replace(/:\w+/g, randomUUID());
  const response = await fetch(world.url + path, {
    method: endpoint.method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(signedIn && { authorization: `Bearer ${token}` }),
      'idempotency-key': randomUUID(),
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, problem: response.ok ? undefined : Problem.parse(JSON.parse(text)) };
}

describe('a malformed body is refused with 400 and the name of the field', () => {
  test.each(withBody)('%s', async (_, endpoint) => {
    const empty = await ask(endpoint, { body: '{}' });
    expect(empty.status).toBe(400);
    const required = Object.keys((endpoint.body as z.ZodObject).shape);
    expect(required).toContain(empty.problem?.fields?.[0]?.path.split('.')[0]);

    for (const wrong of ['[]', '"text"', '12', 'null']) {
      const { status, problem } = await ask(endpoint, { body: wrong });
      expect([wrong, status, problem?.code]).toEqual([wrong, 400, 'invalid']);
      expect(problem?.fields).not.toHaveLength(0);
    }
    const cut = await ask(endpoint, { body: '{"text": "cut he' });
    expect([cut.status, cut.problem?.fields?.[0]?.path]).toEqual([400, 'body']);
  });

  test.each(withBody)('%s: a field of the wrong type is named', async (_, endpoint) => {
    for (const field of Object.keys((endpoint.body as z.ZodObject).shape)) {
      const { status, problem } = await ask(endpoint, { body: JSON.stringify({ [field]: { not: ['this'] } }) });
      expect([field, status]).toEqual([field, 400]);
      expect(problem?.fields?.map(({ path }) => path.split('.')[0])).toContain(field);
    }
  });
});

test('a path that is no id is refused before anything is looked up', async () => {
  for (const [, endpoint] of endpoints.filter(([, { path }]) => path.includes(':id'))) {
    const response = await fetch(world.url + endpoint.path.replace(':id', 'not-an-id'), {
      method: endpoint.method,
      headers: { authorization: `Bearer ${token}` },
    });
    expect([endpoint.path, response.status]).toEqual([endpoint.path, 400]);
  }
});

describe('nothing but sign-in, health and push answers without a sign-in', () => {
  test.each(endpoints.filter(([, { access }]) => access !== 'public'))('%s', async (_, endpoint) => {
    for (const credentials of [{}, { authorization: 'Bearer nonsense' }, { authorization: `Bearer ${token}x` }]) {
      const response = await fetch(world.url + endpoint.path.replace(/:\w+/g, randomUUID()), {
        method: endpoint.method,
        headers: { ...credentials },
      });
      expect(response.status).toBe(401);
      expect(Problem.parse(await response.json()).code).toBe('signedOut');
    }
  });

  test('the public ones are the ones we think', () => {
    const open = endpoints.filter(([, { access }]) => access === 'public').map(([name]) => name);
    expect(open.toSorted()).toEqual([
      'healthLive',
      'healthReady',
      'listSignInWays',
      'pushGmail',
      'pushGraph',
      'refreshTokens',
      'signOut',
      'takeTokens',
    ]);
  });
});

test('admin calls refuse a rep', async () => {
  const rep = await world.newcomer({ organisationId: world.caller.organisationId, role: 'rep' });
  const adminCalls = endpoints.filter(([, { access }]) => access === 'admin');
  expect(adminCalls.length).toBeGreaterThan(0);
  for (const [, endpoint] of adminCalls)
    await expect(rep.call(endpoint, {} as never)).rejects.toMatchObject({
      problem: { code: 'forbidden', status: 403 },
    });
});

test('an address that is not there answers in the same shape', async () => {
  const response = await fetch(`${world.url}/nowhere`);
  expect(response.status).toBe(404);
  expect(Problem.parse(await response.json()).code).toBe('notFound');
});
