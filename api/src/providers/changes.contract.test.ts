import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshSandbox } from '#e2e/sandbox/testing.js';
import { compile } from './mime.js';
import type { Provider } from './provider.js';
import { arrivals, failureOf, freshProvider, letter, openProvider, played } from './testing/played.js';

const sandbox = await freshSandbox();
/** Says back what it is told, as Graph wants it of an address before it tells more. */
const listener = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://listener.example');
  response.setHeader('content-type', 'text/plain').end(searchParams.get('validationToken') ?? '');
});
const pushUrl = (path: string) => `http://127.0.0.1:${(listener.address() as AddressInfo).port}${path}`;

beforeAll(() => new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening)));
afterAll(async () => {
  listener.close();
  await sandbox[Symbol.asyncDispose]();
});

describe.each(Object.entries(played))('%s', (_, one) => {
  const { email } = one;
  const { client } = sandbox;
  let provider: Provider;
  const draft = async () => provider.createDraft(letter, await compile(letter));

  beforeEach(async () => {
    ({ provider } = await freshProvider(sandbox, one, { pushUrl: pushUrl('/push') }));
  });

  test('what came since a cursor is told, and can be read', async () => {
    const cursor = await provider.baseline();
    await provider.sendDraft(await draft());
    const [delivery] = await arrivals(sandbox, 1);
    await client.prospectReplies({ deliveryId: delivery?.id ?? 0, text: 'Yes, Thursday.' });
    const page = await provider.changesSince(cursor);
    const reply = page.added.find((message) => message.place === 'received');
    expect(page.added.some((message) => message.place === 'sent')).toBe(true);
    const message = await provider.message(reply?.id ?? '');
    expect(Buffer.from(message?.mime ?? []).toString()).toContain('Yes, Thursday.');
    expect(await provider.latest()).toContainEqual(reply);
    expect((await provider.changesSince(page.cursor)).added).toEqual([]);
    expect(await provider.message('0000')).toBeUndefined();
    const own = page.added.find((each) => each.place === 'sent');
    expect(await provider.message(own?.id ?? '')).toBeUndefined();
  });

  test('a cursor that is too old, or of elsewhere, says so', async () => {
    const cursor = await provider.baseline();
    const { cursor: later } = await provider.changesSince(cursor);
    await draft();
    await client.forgetHistory({ email });
    expect(await failureOf(provider.changesSince(later))).toBe('cursorExpired');
  });

  test('a watch ends in the future, can be renewed, and can be taken back', async () => {
    const watch = await provider.watch();
    expect(watch.expiresAt.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    expect((await provider.changesSince(watch.cursor)).added).toEqual([]);
    expect((await provider.watch()).expiresAt.getTime()).toBeGreaterThanOrEqual(watch.expiresAt.getTime());
    await provider.unwatch();
    await provider.unwatch();
  });

  test('a server that moved takes the watch along', async () => {
    await provider.watch();
    const { provider: moved } = await openProvider(sandbox, one, { pushUrl: pushUrl('/moved') });
    expect((await moved.watch()).expiresAt.getTime()).toBeGreaterThan(Date.now());
    expect((await moved.watch()).expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  test('nothing was asked that the stand-in does not know', async () => {
    expect((await client.state()).unknown).toEqual([]);
  });
});
