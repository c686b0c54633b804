import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sendEmail } from '#shared/api.js';
import { ApiError } from '#shared/api-client.js';
import { signInOverHttp } from '../pages/http-rep.js';
import { letterTo } from '../pages/letter.js';
import { Prospect } from '../pages/prospect.js';
import { gmail } from '../pages/webmails.js';
import { type Stack, startStack } from '../stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ postgresUrl: inject('postgresUrl') });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

test('the same send key 50 times at once: one mail and 50 equal answers', async () => {
  const { call } = await signInOverHttp(stack.apiUrl, gmail.rep.address);
  const charles = new Prospect(stack.world, 'charles@analytical.example');
  const body = letterTo(charles.address, { from: gmail.rep.address });
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 50 }, () => call(sendEmail, { body }, { key })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await charles.waitForMail();
  expect(await call(sendEmail, { body }, { key })).toEqual(answers[0]);

  const other = call(sendEmail, { body: { ...body, subject: 'Another letter' } }, { key });
  await expect(other).rejects.toSatisfy((error) => error instanceof ApiError && error.problem.code === 'keyReused');
  expect(await charles.received()).toHaveLength(1);
});
