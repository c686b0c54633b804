import { expect, test } from 'vitest';
import { ADA, BEN, freshSandbox, mail, raw, statusOf } from '../testing.js';

const HEADERS = ['Message-ID', 'X-Lumina-Send-Id', 'Subject'];

test('a draft that is sent lands once at the prospect, in Sent under a new id, with our marker and a Message-ID of Google’s', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  const bytes = mail({ 'X-Lumina-Send-Id': 'M1', 'Message-ID': '<mine@lumina.example>' });
  const draft = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: { raw: raw(bytes) } } });
  const sent = await gmail.users.drafts.send({ userId: 'me', requestBody: { id: draft.data.id ?? '' } });

  expect(sent.data.id).not.toBe(draft.data.message?.id);
  expect(sent.data.labelIds).toEqual(['SENT']);
  const read = await gmail.users.messages.get({
    userId: 'me',
    id: sent.data.id ?? '',
    format: 'metadata',
    metadataHeaders: HEADERS,
  });
  const headers = Object.fromEntries((read.data.payload?.headers ?? []).map((one) => [one.name, one.value]));
  expect(headers['X-Lumina-Send-Id']).toBe('M1');
  expect(headers['Message-ID']).toMatch(/^<CA.+@mail\.gmail\.com>$/);

  const [delivery, ...more] = await sandbox.client.ledger({ marker: 'M1' });
  expect(more).toEqual([]);
  expect(delivery).toMatchObject({
    recipients: ['grace@analytical.example'],
    messageId: headers['Message-ID'],
    sender: ADA,
  });
  expect(delivery?.text).toContain('shall we?');
  expect((await sandbox.client.state()).unknown).toEqual([]);
});

test('a second send of the same draft finds nothing: 404, or 400 where the flag says so', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  for (const [secondSend, status] of [
    ['404', 404],
    ['400', 400],
  ] as const) {
    await sandbox.client.setFlags({ flags: { secondSend } });
    const { data } = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: { raw: raw(mail()) } } });
    const send = () => gmail.users.drafts.send({ userId: 'me', requestBody: { id: data.id ?? '' } });
    await send();
    expect(await statusOf(send())).toBe(status);
  }
  expect(await sandbox.client.ledger()).toHaveLength(2);
});

test('a mail given as media arrives byte for byte below its headers', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  const text = 'Grüße — 你好\r\n.\r\nlast';
  const media = {
    mimeType: 'message/rfc822',
    body: mail({ 'Content-Transfer-Encoding': '8bit' }, text).toString('utf8'),
  };
  // Measured in googleapis 188: uploads ignore the client's rootUrl; it must be given with the call.
  const here = { rootUrl: `${sandbox.httpUrl}/` };
  const whole = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: {} }, media }, here);
  const bare = await gmail.users.drafts.create({ userId: 'me', media }, here);
  for (const { data } of [whole, bare]) {
    const read = await gmail.users.drafts.get({ userId: 'me', id: data.id ?? '', format: 'raw' });
    expect(Buffer.from(read.data.message?.raw ?? '', 'base64url').toString('utf8')).toContain(`\r\n\r\n${text}`);
  }
});

test('editing a draft changes its message’s id, not its own', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  const made = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: { raw: raw(mail()) } } });
  const id = made.data.id ?? '';
  const edited = await gmail.users.drafts.update({
    userId: 'me',
    id,
    requestBody: { message: { raw: raw(mail({ Subject: 'Friday' })) } },
  });
  expect(edited.data.id).toBe(id);
  expect(edited.data.message?.id).not.toBe(made.data.message?.id);
  const listed = await gmail.users.drafts.list({ userId: 'me' });
  expect(listed.data.drafts?.map((one) => [one.id, one.message?.id])).toEqual([[id, edited.data.message?.id]]);
  await gmail.users.drafts.delete({ userId: 'me', id });
  expect(await statusOf(gmail.users.drafts.get({ userId: 'me', id }))).toBe(404);
});

test('history is read page by page from one’s own cursor, and answers 404 where it no longer reaches', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  const start = (await gmail.users.getProfile({ userId: 'me' })).data.historyId ?? '';
  for (const subject of ['one', 'two', 'three']) {
    await sandbox.client.prospectWrites({ from: 'grace@analytical.example', to: ADA, subject, text: subject });
  }
  const seen: string[] = [];
  let pageToken: string | undefined;
  do {
    const { data } = await gmail.users.history.list({
      userId: 'me',
      startHistoryId: start,
      maxResults: 2,
      ...(pageToken ? { pageToken } : {}),
    });
    seen.push(...(data.history ?? []).flatMap((one) => one.messagesAdded ?? []).map((one) => one.message?.id ?? ''));
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);
  expect(new Set(seen).size).toBe(3);

  await sandbox.client.forgetHistory({ email: ADA });
  expect(await statusOf(gmail.users.history.list({ userId: 'me', startHistoryId: start }))).toBe(404);
});

test('an answer lost after the commit leaves one mail behind and the client with nothing', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  for (const fault of ['after commit before answer', 'answer cut in half', '503 after commit'] as const) {
    await sandbox.client.next({ operation: 'messages.send', fault });
    const marker = `lost ${fault}`;
    const call = gmail.users.messages.send({
      userId: 'me',
      requestBody: { raw: raw(mail({ 'X-Lumina-Send-Id': marker })) },
    });
    await expect(call).rejects.toThrow();
    const deliveries = await sandbox.client.ledger({ marker });
    expect(deliveries.map((one) => one.messageId)).toEqual([expect.stringMatching(/^<CA.+@mail\.gmail\.com>$/)]);
  }
  await sandbox.client.next({ operation: 'messages.send', fault: 'before commit' });
  await expect(
    gmail.users.messages.send({ userId: 'me', requestBody: { raw: raw(mail({ 'X-Lumina-Send-Id': 'never' })) } }),
  ).rejects.toThrow();
  expect(await sandbox.client.ledger({ marker: 'never' })).toEqual([]);
  expect((await sandbox.client.state()).faults).toEqual([]);
});

test('a reply joins the thread only with the thread’s subject and a reference into it', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  const { threadId } = await sandbox.client.prospectWrites({
    from: 'grace@analytical.example',
    to: ADA,
    subject: 'Price?',
    text: 'How much?',
  });
  const parent = (await sandbox.client.mailbox({ email: ADA })).messages[0];
  const create = async (fields: Record<string, string>) => {
    const requestBody = { message: { raw: raw(mail(fields)), threadId } };
    return (await gmail.users.drafts.create({ userId: 'me', requestBody })).data.message?.threadId;
  };
  const refers = { References: parent?.rfcId ?? '' };
  expect(await create({ Subject: 'Re: Price?', ...refers })).toBe(threadId);
  expect(await create({ Subject: 'Something else', ...refers })).not.toBe(threadId);
  expect(await create({ Subject: 'Re: Price?' })).not.toBe(threadId);
});

test('a colleague is no prospect: the mail is in that inbox and not in the ledger', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  await gmail.users.messages.send({
    userId: 'me',
    requestBody: { raw: raw(mail({ To: BEN, Bcc: 'quiet@acme.example' })) },
  });
  const [ben] = (await sandbox.client.mailbox({ email: BEN })).messages;
  expect(ben).toMatchObject({ subject: 'Thursday', labelIds: ['UNREAD', 'INBOX'] });
  const [hidden] = await sandbox.client.ledger();
  expect(hidden?.recipients).toEqual(['quiet@acme.example']);
  expect(Buffer.from(hidden?.raw ?? '', 'base64').toString()).not.toMatch(/^Bcc:/m);
});

test('a token taken back is refused, and refreshing it answers invalid_grant', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  await sandbox.client.expireAccess({ email: ADA });
  expect(await statusOf(gmail.users.getProfile({ userId: 'me' }))).toBe(401);
  await sandbox.client.revoke({ email: ADA });
  const answer = await fetch(`${sandbox.httpUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'lumina-sandbox',
      client_secret: 'sandbox-secret',
      grant_type: 'refresh_token',
      refresh_token: 'gone',
    }),
  });
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});

test('a route nobody knows is refused aloud and remembered', async () => {
  await using sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  expect(await statusOf(gmail.users.messages.trash({ userId: 'me', id: 'x' }))).toBe(500);
  expect((await sandbox.client.state()).unknown).toEqual(['POST /gmail/v1/users/me/messages/x/trash']);
  expect(await statusOf(gmail.users.messages.list({ userId: 'me', q: 'larger:5M' }))).toBe(400);
});
