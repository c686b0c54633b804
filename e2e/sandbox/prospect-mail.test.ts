import { ResponseType } from '@microsoft/microsoft-graph-client';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { ADA, ADA_OUTLOOK, freshSandbox, mail, raw } from './testing.js';

async function sent() {
  const sandbox = await freshSandbox();
  const gmail = await sandbox.gmail();
  await gmail.users.messages.send({
    userId: 'me',
    requestBody: { raw: raw(mail({ Subject: '=?utf-8?Q?Gr=C3=BC=C3=9Fe?=' })) },
  });
  const [delivery] = await sandbox.client.ledger();
  if (!delivery) throw new Error('nothing arrived');
  const newest = async () => {
    const { data } = await gmail.users.messages.list({ userId: 'me', labelIds: ['INBOX'], maxResults: 1 });
    const got = await gmail.users.messages.get({ userId: 'me', id: data.messages?.[0]?.id ?? '', format: 'raw' });
    const bytes = Buffer.from(got.data.raw ?? '', 'base64url');
    return { threadId: got.data.threadId, parsed: await PostalMime.parse(bytes, { forceRfc822Attachments: true }) };
  };
  return { sandbox, delivery, newest, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

test('a reply refers to the Message-ID that arrived, and joins the rep’s conversation', async () => {
  await using story = await sent();
  const { sandbox, delivery } = story;
  await sandbox.client.prospectReplies({ deliveryId: delivery.id, text: 'Yes, gladly.' });
  const { parsed, threadId } = await story.newest();
  expect(parsed).toMatchObject({
    inReplyTo: delivery.messageId,
    subject: 'Re: Grüße',
    from: { address: 'grace@analytical.example' },
  });
  const { messages } = await sandbox.client.mailbox({ email: ADA });
  expect(messages.find((one) => one.labelIds.includes('SENT'))?.threadId).toBe(threadId);
});

test('an absence note says that a machine wrote it', async () => {
  await using story = await sent();
  await story.sandbox.client.prospectIsAway({ deliveryId: story.delivery.id });
  const { parsed } = await story.newest();
  expect(parsed.headers.find((one) => one.key === 'auto-submitted')?.value).toBe('auto-replied');
});

test('a bounce is a delivery report that names the recipient, the code and the mail', async () => {
  await using story = await sent();
  await story.sandbox.client.prospectBounces({ deliveryId: story.delivery.id });
  const { parsed } = await story.newest();
  expect(parsed.from?.address).toBe('mailer-daemon@googlemail.com');
  const report = parsed.attachments.find((one) => one.mimeType === 'message/delivery-status');
  const text = new TextDecoder().decode(report?.content as ArrayBuffer);
  expect(text).toMatch(/Final-Recipient: rfc822; grace@analytical\.example\s+Action: failed\s+Status: 5\.1\.1/);
  const original = parsed.attachments.find((one) => one.mimeType === 'message/rfc822');
  expect(new TextDecoder().decode(original?.content as ArrayBuffer)).toContain(story.delivery.messageId);
});

test('Exchange writes its own bounces, with the machine-readable part or without', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { draftId } = await sandbox.client.repWrites({ email: ADA_OUTLOOK, to: ['gone@acme.example'], subject: 'Now' });
  await sandbox.client.repSends({ email: ADA_OUTLOOK, draftId });
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  const [delivery] = await sandbox.client.ledger();
  const bounce = async () => {
    const { messageId } = await sandbox.client.prospectBounces({ deliveryId: delivery?.id ?? 0 });
    const mime = await graph.api(`/me/messages/${messageId}/$value`).responseType(ResponseType.ARRAYBUFFER).get();
    return PostalMime.parse(Buffer.from(mime), { forceRfc822Attachments: true });
  };
  const whole = await bounce();
  expect(whole).toMatchObject({
    from: { address: 'postmaster@northwind-group.example' },
    subject: 'Undeliverable: Now',
    inReplyTo: delivery?.messageId,
  });
  expect(whole.headers.map((one) => one.key)).toContain('x-ms-exchange-message-is-ndr');
  const report = whole.attachments.find((one) => one.mimeType === 'message/delivery-status');
  expect(new TextDecoder().decode(report?.content as ArrayBuffer)).toMatch(
    /gone@acme\.example\s+Action: failed\s+Status: 5\.1\.10/,
  );

  await sandbox.client.setFlags({ flags: { exchangeReport: 'text only' } });
  const bare = await bounce();
  expect(bare.attachments).toEqual([]);
  expect(bare.text).toContain('550 5.1.10 RESOLVER.ADR.RecipientNotFound');
});
