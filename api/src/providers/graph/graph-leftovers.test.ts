import { afterAll, expect, test } from 'vitest';
import { freshSandbox } from '#e2e/sandbox/testing.js';
import { freshProvider, letter, played } from '../testing/played.js';

const sandbox = await freshSandbox();
afterAll(() => sandbox[Symbol.asyncDispose]());

const plan = { name: 'Plan.pdf', contentType: 'application/pdf', bytes: Uint8Array.from([37, 80, 68, 70]) };

test.each([
  ['with the same words', {}, 1],
  ['that carries a file', { attachments: [plan] }, 0],
  ['with a picture in it', { html: `${letter.html}<img src="cid:logo@1">` }, 0],
])('a draft %s may be what is left of a letter only without files', async (_, over, count) => {
  const { provider } = await freshProvider(sandbox, played.graph);
  await provider.createDraft({ ...letter, ...over, marker: 'another' }, new Uint8Array());
  const left = await provider.leftovers(letter, { ids: [], since: new Date(Date.now() - 60_000) });
  expect(left).toHaveLength(count);
});
