import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createApiClient } from '#shared/api-client.js';
import { followOverview, type Showing } from './overview-feed.js';

let server: Server | undefined;
afterEach(() => server?.close());

const overview = (version: number) => ({
  version,
  organisation: 'Northwind',
  days: [],
  totals: { sent: version, replied: 0, bounced: 0 },
  latest: [],
});
const problem = (code: string, status: number) => ({ code, title: 'No.', status });

/** Plays the API: one answer for each call, `cut` for a broken connection; after the last one it ends the page. */
async function follow(answers: (object | 'cut')[]): Promise<{ shown: Showing[]; asked: string[]; pauses: number[] }> {
  const end = new AbortController();
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url?.split('?')[1] ?? '');
    const answer = answers.shift();
    if (answer === undefined) return end.abort();
    if (answer === 'cut') return response.destroy();
    response.statusCode = 'status' in answer ? Number(answer.status) : 200;
    response.end(JSON.stringify(answer));
  };
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const shown: Showing[] = [];
  const pauses: number[] = [];
  const call = createApiClient((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
  await followOverview(
    call,
    (showing) => shown.push(showing),
    end.signal,
    async (ms) => void pauses.push(ms),
  );
  return { shown, asked, pauses };
}
const brief = (shown: Showing[]) =>
  shown.map((one) => (one.at === 'shown' ? `${one.overview.version} ${one.isLive ? 'live' : 'lost'}` : one.at));

test('after the first answer it waits for the next number', async () => {
  const { shown, asked } = await follow([overview(1), overview(2)]);
  expect(brief(shown)).toEqual(['1 live', '2 live']);
  expect(asked).toEqual(['days=30', 'days=30&since=1&wait=20', 'days=30&since=2&wait=20']);
});

test('a lost connection keeps the numbers, says so, and asks at once for where things stand', async () => {
  const { shown, asked, pauses } = await follow([overview(1), 'cut', problem('unavailable', 503), overview(1)]);
  expect(brief(shown)).toEqual(['1 live', '1 lost', '1 lost', '1 live']);
  expect(asked[3]).toBe('days=30');
  expect(pauses).toEqual([500, 1_000]);
});

test('what cannot be reached from the start is tried again', async () => {
  expect(brief((await follow(['cut', overview(1)])).shown)).toEqual(['unreachable', '1 live']);
});

test.each([
  ['signedOut', 401, 'signedOut'],
  ['forbidden', 403, 'notAdmin'],
])('%s ends the asking, and offers the ways to sign in that there are', async (code, status, showing) => {
  const { shown, asked } = await follow([problem(code, status), { ways: ['microsoft'] }]);
  expect([shown, asked.length]).toEqual([[{ at: showing, ways: ['microsoft'] }], 2]);
});

test('all ways are offered where it cannot be told which there are', async () => {
  const { shown } = await follow([problem('signedOut', 401), 'cut']);
  expect(shown).toEqual([{ at: 'signedOut', ways: ['google', 'microsoft'] }]);
});
