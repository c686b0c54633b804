import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { close, listen } from '../listening.js';
import { ADA_OUTLOOK, freshSandbox, statusOf } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;
type Graph = Awaited<ReturnType<Sandbox['graph']>>;

interface Told {
  subscriptionId: string;
  clientState: string;
  changeType?: string;
  lifecycleEvent?: string;
  resourceData?: { id: string };
}

/** Somebody who may be told of changes: says the token back, else answers with `status()` and remembers. */
async function endpoint({ status = (): number => 202, says = (token: string) => token } = {}) {
  const posts: Told[][] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://here').searchParams.get('validationToken');
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (token !== null) return void response.writeHead(200, { 'content-type': 'text/plain' }).end(says(token));
      posts.push(JSON.parse(text).value);
      response.writeHead(status()).end();
      for (const wake of waiting.splice(0)) wake();
    });
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}/push/graph`;
  const until = async (count: number) => {
    while (posts.flat().length < count) await new Promise<void>((wake) => waiting.push(wake));
    return posts.flat();
  };
  return { url, posts, until, [Symbol.asyncDispose]: () => close(server) };
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

const subscribe = (graph: Graph, url: string, more: object = {}) =>
  graph.api('/subscriptions').post({
    changeType: 'created',
    resource: "/me/mailFolders('inbox')/messages",
    notificationUrl: url,
    lifecycleNotificationUrl: url,
    clientState: 'secret',
    expirationDateTime: inMinutes(4000),
    ...more,
  });

const arrives = { from: 'grace@analytical.example', to: ADA_OUTLOOK, subject: 'Yes', text: 'Yes.' };

/** Reads a delta link, or begins one, to its end. */
async function walk(graph: Graph, link: string, size = 2): Promise<{ items: Record<string, unknown>[]; link: string }> {
  const items: Record<string, unknown>[] = [];
  for (let next = link; ; ) {
    const page = await graph.api(next).header('prefer', `odata.maxpagesize=${size}`).get();
    items.push(...page.value);
    if (page['@odata.deltaLink']) return { items, link: page['@odata.deltaLink'] };
    next = page['@odata.nextLink'];
  }
}

test('delta tells a folder page by page, then only what came, changed or went, and 410 where it no longer reaches', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const start = await walk(graph, '/me/mailFolders/inbox/messages/delta?$select=subject,isRead');
  expect(start.items.map((one) => one.subject)).toHaveLength(3);
  expect(Object.keys(start.items[0] ?? {}).sort()).toEqual(['@odata.etag', 'id', 'isRead', 'subject']);
  expect((await walk(graph, start.link)).items).toEqual([]);

  const { messageId } = await sandbox.client.prospectWrites(arrives);
  const [first, second] = start.items.map((one) => String(one.id));
  await graph.api(`/me/messages/${first}`).patch({ isRead: true });
  await graph.api(`/me/messages/${second}`).delete();
  await sandbox.client.repWrites({ email: ADA_OUTLOOK, subject: 'a draft is not in the inbox' });
  const news = await walk(graph, start.link, 1);
  expect(news.items).toMatchObject([
    { id: messageId, subject: 'Yes' },
    { id: first, isRead: true },
    { id: second, '@removed': { reason: 'changed' } },
  ]);
  // The same link tells the same again: who crashed before storing the next one loses nothing.
  expect((await walk(graph, start.link)).items).toEqual(news.items);

  await sandbox.client.forgetHistory({ email: ADA_OUTLOOK });
  await expect(graph.api(start.link).get()).rejects.toMatchObject({ statusCode: 410, code: 'syncStateNotFound' });
});

test('delta of what is created only, since a time, is silent about the rest', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const since = inMinutes(-60);
  const path = `/me/mailFolders/inbox/messages/delta?changeType=created&$filter=receivedDateTime ge ${since}&$select=subject`;
  const start = await walk(graph, path);
  expect(start.items).toEqual([]);
  const { messageId } = await sandbox.client.prospectWrites(arrives);
  const next = await walk(graph, start.link);
  expect(next.items.map((one) => one.id)).toEqual([messageId]);
  await graph.api(`/me/messages/${messageId}`).patch({ isRead: true });
  expect((await walk(graph, next.link)).items).toEqual([]);
  const filter = graph.api("/me/mailFolders/inbox/messages/delta?$filter=subject eq 'Yes'").get();
  await expect(filter).rejects.toMatchObject({ statusCode: 400 });
});

test('delta is late where the flag says so, and loses nothing by it', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const start = await walk(graph, '/me/mailFolders/inbox/messages/delta');
  await sandbox.client.setFlags({ flags: { historyLagMs: 3_600_000 } });
  await sandbox.client.prospectWrites(arrives);
  const hidden = await walk(graph, start.link);
  expect(hidden.items).toEqual([]);
  await sandbox.client.setFlags({ flags: { historyLagMs: 0 } });
  expect((await walk(graph, hidden.link)).items).toHaveLength(1);
});

test('a subscription is made only when the address says the token back, and then tells of mail, with our client state', async () => {
  await using hears = await endpoint();
  await using mute = await endpoint({ says: () => 'no' });
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  await expect(subscribe(graph, hears.url, { lifecycleNotificationUrl: mute.url })).rejects.toMatchObject({
    code: 'ValidationError',
  });
  expect((await graph.api('/subscriptions').get()).value).toEqual([]);

  const inbox = await subscribe(graph, hears.url);
  expect(await statusOf(subscribe(graph, hears.url))).toBe(409);
  const { messageId } = await sandbox.client.prospectWrites(arrives);
  const [told] = await hears.until(1);
  expect(told).toMatchObject({
    subscriptionId: inbox.id,
    clientState: 'secret',
    changeType: 'created',
    resourceData: { id: messageId },
  });
  expect((await graph.api(`/me/messages/${told?.resourceData?.id}`).get()).subject).toBe('Yes');
});

test('what is sent is news of Sent Items; drafts and reading are not; the id is immutable where that was asked', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { clientState: _, ...sent } = { clientState: '', resource: 'me/mailFolders/sentitems/messages' };
  await graph
    .api('/subscriptions')
    .header('prefer', 'IdType="ImmutableId"')
    .post({ changeType: 'created', notificationUrl: hears.url, expirationDateTime: inMinutes(60), ...sent });
  const { draftId } = await sandbox.client.repWrites({ email: ADA_OUTLOOK, to: ['x@acme.example'], subject: 'Now' });
  const { id } = await graph.api(`/me/messages/${draftId}`).header('prefer', 'IdType="ImmutableId"').get();
  await sandbox.client.repSends({ email: ADA_OUTLOOK, draftId });
  const [told] = await hears.until(1);
  expect(told?.resourceData?.id).toBe(id);
  expect(hears.posts.flat()).toHaveLength(1);
});

test('notifications come again until they are heard, several together, and twice where the flag says so', async () => {
  let answers = 0;
  await using hears = await endpoint({ status: () => (++answers < 2 ? 503 : 202) });
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  await subscribe(graph, hears.url);
  await subscribe(graph, hears.url, { resource: '/me/messages', clientState: 'other' });
  await sandbox.client.prospectWrites(arrives);
  await hears.until(4);
  expect(hears.posts.map((post) => post.map((one) => one.clientState).sort())).toEqual([
    ['other', 'secret'],
    ['other', 'secret'],
  ]);
  await sandbox.client.setFlags({ flags: { pushDuplicates: 1 } });
  await sandbox.client.pushAgain({ email: ADA_OUTLOOK });
  expect(await hears.until(8)).toHaveLength(8);
});

test('a subscription is renewed for a week at most, and its end is told where that was asked', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  await expect(subscribe(graph, hears.url, { expirationDateTime: inMinutes(10_100) })).rejects.toMatchObject({
    statusCode: 400,
  });
  const { id } = await subscribe(graph, hears.url, { expirationDateTime: inMinutes(1) });
  const renew = (minutes: number) =>
    graph.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(minutes) });
  expect(Date.parse((await renew(10_000)).expirationDateTime)).toBeGreaterThan(Date.now() + 9_000 * 60_000);
  expect(await statusOf(renew(20_000))).toBe(400);
  await sandbox.client.lifecycle({ email: ADA_OUTLOOK, event: 'missed' });
  await sandbox.client.lifecycle({ email: ADA_OUTLOOK, event: 'subscriptionRemoved' });
  const told = await hears.until(2);
  expect(told.map((one) => one.lifecycleEvent).sort()).toEqual(['missed', 'subscriptionRemoved']);
  expect(told[0]?.clientState).toBe('secret');
  expect(await statusOf(graph.api(`/subscriptions/${id}`).get())).toBe(404);
});
