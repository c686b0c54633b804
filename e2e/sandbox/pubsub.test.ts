import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { close, listen } from './listening.js';
import { PUSH_ACCOUNT } from './pubsub.js';
import { ADA, freshSandbox, oauthClient } from './testing.js';

interface Heard {
  token: string;
  historyId: number;
  emailAddress: string;
  messageId: string;
}

/** Somebody who hears pushes: answers with `status()` and remembers. */
async function endpoint(status: () => number = () => 204) {
  const heard: Heard[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { message } = JSON.parse(text);
      const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
      heard.push({
        token,
        messageId: message.messageId,
        ...JSON.parse(Buffer.from(message.data, 'base64').toString()),
      });
      response.writeHead(status()).end();
      for (const wake of waiting.splice(0)) wake();
    });
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}/push/gmail`;
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((wake) => waiting.push(wake));
    return heard;
  };
  return { url, heard, until, [Symbol.asyncDispose]: () => close(server) };
}

async function watching(sandbox: Awaited<ReturnType<typeof freshSandbox>>) {
  const gmail = await sandbox.gmail();
  const requestBody = { topicName: 'projects/lumina-sandbox/topics/gmail', labelIds: ['INBOX', 'SENT'] };
  return { gmail, watch: (await gmail.users.watch({ userId: 'me', requestBody })).data };
}

const arrives = { from: 'grace@analytical.example', to: ADA, subject: 'Yes', text: 'Yes.' };

test('a mail that arrives is pushed, signed as the real library wants it, and history from one’s own cursor tells of it', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox({ pushUrl: hears.url });
  const { gmail, watch } = await watching(sandbox);
  const { messageId } = await sandbox.client.prospectWrites(arrives);

  const [push] = await hears.until(1);
  expect(push).toMatchObject({ emailAddress: ADA });
  const ticket = await oauthClient(sandbox.httpUrl).verifyIdToken({ idToken: push?.token ?? '', audience: hears.url });
  expect(ticket.getPayload()).toMatchObject({
    email: PUSH_ACCOUNT,
    email_verified: true,
    iss: 'https://accounts.google.com',
  });
  const { data } = await gmail.users.history.list({ userId: 'me', startHistoryId: watch.historyId ?? '' });
  expect(data.history?.flatMap((one) => one.messagesAdded ?? []).map((one) => one.message?.id)).toEqual([messageId]);
  expect(Number(data.historyId)).toBe(push?.historyId);
});

test('a push nobody acknowledges comes again until somebody does', async () => {
  let answers = 0;
  await using hears = await endpoint(() => (++answers < 3 ? 503 : 204));
  await using sandbox = await freshSandbox({ pushUrl: hears.url });
  await watching(sandbox);
  await sandbox.client.prospectWrites(arrives);
  const pushes = await hears.until(3);
  expect(new Set(pushes.map((push) => push.messageId)).size).toBe(1);
});

test('a push with nowhere to go waits for an address', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox();
  await watching(sandbox);
  await sandbox.client.prospectWrites(arrives);
  await sandbox.client.setPushUrl({ url: hears.url });
  expect(await hears.until(1)).toHaveLength(1);
});

test('saving a draft concerns nobody who watches the inbox', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox({ pushUrl: hears.url });
  const { gmail } = await watching(sandbox);
  await sandbox.client.repWrites({ email: ADA, to: ['x@acme.example'], subject: 'later' });
  await sandbox.client.prospectWrites(arrives);
  const [first] = await hears.until(1);
  const profile = await gmail.users.getProfile({ userId: 'me' });
  expect(String(first?.historyId)).toBe(profile.data.historyId);
  expect(hears.heard).toHaveLength(1);
});

test('duplicated, and newest first, where the flags say so', async () => {
  await using hears = await endpoint();
  await using sandbox = await freshSandbox();
  await watching(sandbox);
  await sandbox.client.setFlags({ flags: { pushDuplicates: 1, pushReorder: true } });
  await sandbox.client.prospectWrites(arrives);
  await sandbox.client.prospectWrites({ ...arrives, subject: 'Again' });
  await sandbox.client.setPushUrl({ url: hears.url });
  const pushes = await hears.until(4);
  const ids = pushes.map((push) => push.messageId).sort();
  expect([ids[0], ids[2]]).toEqual([ids[1], ids[3]]);
});
