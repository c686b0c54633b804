import { RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { expect, test } from 'vitest';
import { ADA_OUTLOOK, BEN_OUTLOOK, freshSandbox, statusOf } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;
type Graph = Awaited<ReturnType<Sandbox['graph']>>;

const PROPERTY = 'String {c1f4c1e0-1f0b-4f6e-9a55-1f9f5ce5a5a1} Name LuminaSendId';
const IMMUTABLE = 'IdType="ImmutableId"';
const GRACE = [{ emailAddress: { name: 'Grace Okafor', address: 'grace@analytical.example' } }];

function letter(marker: string, more: object = {}) {
  return {
    subject: 'Thursday — shall we?',
    body: { contentType: 'html', content: '<p>Hello Grace,</p><p>shall we?</p>' },
    toRecipients: GRACE,
    internetMessageId: `<${marker}@send.lumina.example>`,
    singleValueExtendedProperties: [{ id: PROPERTY, value: marker }],
    ...more,
  };
}

const byMarker = (marker: string) =>
  `singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${marker}')`;

/** Asks until the answer is there: the transport takes its time. */
async function sentCopies(graph: Graph, marker: string, wanted = 1) {
  for (;;) {
    const page = await graph
      .api('/me/mailFolders/sentitems/messages')
      .header('prefer', IMMUTABLE)
      .filter(byMarker(marker))
      .get();
    if (page.value.length >= wanted) return page.value;
    await new Promise((done) => setTimeout(done, 20));
  }
}

test('a draft that is sent is accepted, lies in Drafts, and is then in Sent Items with its Message-ID, and once at the prospect', async () => {
  await using sandbox = await freshSandbox();
  await sandbox.client.setFlags({ flags: { graphTransportMs: 300 } });
  const graph = await sandbox.graph();
  const draft = await graph
    .api('/me/messages')
    .header('prefer', IMMUTABLE)
    .post(letter('M1', { bccRecipients: [{ emailAddress: { address: 'quiet@acme.example' } }] }));
  expect(draft).toMatchObject({
    isDraft: true,
    internetMessageId: '<M1@send.lumina.example>',
    subject: 'Thursday — shall we?',
  });
  expect(draft.body.content).toContain('<body><p>Hello Grace,</p>');

  await graph.api(`/me/messages/${draft.id}/send`).post(undefined);
  expect((await graph.api(`/me/messages/${draft.id}`).get()).isDraft).toBe(true);
  expect(await sandbox.client.ledger()).toEqual([]);

  const [sent] = await sentCopies(graph, 'M1');
  expect(sent).toMatchObject({
    id: draft.id,
    isDraft: false,
    internetMessageId: '<M1@send.lumina.example>',
    conversationId: draft.conversationId,
  });
  const byId = await graph
    .api('/me/messages')
    .filter("internetMessageId eq '<M1@send.lumina.example>'")
    .select('id,bccRecipients')
    .get();
  expect(byId.value).toHaveLength(1);
  const [delivery, ...more] = await sandbox.client.ledger({ marker: 'M1' });
  expect(more).toEqual([]);
  expect(delivery).toMatchObject({
    sender: ADA_OUTLOOK,
    messageId: '<M1@send.lumina.example>',
    recipients: ['grace@analytical.example', 'quiet@acme.example'],
  });
  expect(delivery?.text).toContain('shall we?');
  expect(Buffer.from(delivery?.raw ?? '', 'base64').toString()).not.toMatch(/^Bcc:/m);
  expect((await sandbox.client.state()).unknown).toEqual([]);
});

test('the immutable id of a draft finds its sent copy, or does not, by flag; the usual id never does', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  for (const graphIdOnSend of ['same', 'different'] as const) {
    await sandbox.client.setFlags({ flags: { graphIdOnSend } });
    const usual = await graph.api('/me/messages').post(letter(graphIdOnSend));
    const { id } = await graph.api(`/me/messages/${usual.id}`).header('prefer', IMMUTABLE).select('id').get();
    await graph.api(`/me/messages/${usual.id}/send`).post(undefined);
    await sentCopies(graph, graphIdOnSend);
    expect(await statusOf(graph.api(`/me/messages/${usual.id}`).get())).toBe(404);
    const found = graph.api(`/me/messages/${id}`).get();
    if (graphIdOnSend === 'same') expect(await found).toMatchObject({ isDraft: false });
    else expect(await statusOf(found)).toBe(404);
  }
});

test('a second send on the way is refused, or delivers twice, by flag', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  for (const graphSecondSend of ['refused', 'duplicates'] as const) {
    await sandbox.client.setFlags({ flags: { graphSecondSend } });
    const draft = await graph.api('/me/messages').post(letter(graphSecondSend));
    const send = () => graph.api(`/me/messages/${draft.id}/send`).post(undefined);
    await send();
    if (graphSecondSend === 'refused') expect(await statusOf(send())).toBe(400);
    else await send();
    const copies = graphSecondSend === 'refused' ? 1 : 2;
    await sentCopies(graph, graphSecondSend, copies);
    expect(await sandbox.client.ledger({ marker: graphSecondSend })).toHaveLength(copies);
  }
});

test('deleting for good what was accepted stops it, or does not, by flag', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  for (const graphDeleteInTransit of ['stops', 'does not stop'] as const) {
    await sandbox.client.setFlags({ flags: { graphDeleteInTransit, graphTransportMs: 100 } });
    const draft = await graph.api('/me/messages').post(letter(graphDeleteInTransit.replaceAll(' ', '-')));
    await graph.api(`/me/messages/${draft.id}/send`).post(undefined);
    await graph.api(`/me/messages/${draft.id}/permanentDelete`).post(undefined);
    expect(await statusOf(graph.api(`/me/messages/${draft.id}`).get())).toBe(404);
  }
  await sentCopies(graph, 'does-not-stop');
  expect(await sandbox.client.ledger({ marker: 'stops' })).toEqual([]);
});

test('a deleted draft lies in Deleted Items, still a draft, where only its immutable id finds it', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { id } = await graph.api('/me/messages').post(letter('gone'));
  const { id: immutable } = await graph.api(`/me/messages/${id}`).header('prefer', IMMUTABLE).get();
  await graph.api(`/me/messages/${id}`).delete();
  expect(await statusOf(graph.api(`/me/messages/${id}`).get())).toBe(404);
  expect(await graph.api(`/me/messages/${immutable}`).get()).toMatchObject({ isDraft: true });
  const bin = await graph.api('/me/mailFolders/deleteditems/messages').filter(byMarker('gone')).get();
  expect(bin.value).toHaveLength(1);
  expect((await sandbox.client.mailbox({ email: ADA_OUTLOOK })).drafts).toEqual([]);
});

test('an answer carries recipient, subject, references and conversation of what it answers, and its own fields where they are taken', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const asks = {
    from: 'Grace Okafor <grace@analytical.example>',
    to: ADA_OUTLOOK,
    subject: 'Price?',
    text: 'How much?',
  };
  const { messageId, threadId } = await sandbox.client.prospectWrites(asks);
  const parent = await graph.api(`/me/messages/${messageId}`).get();
  expect(parent.conversationId).toBe(threadId);
  const { body, internetMessageId, singleValueExtendedProperties } = letter('R1');
  for (const graphReplyTakes of ['everything', 'the written'] as const) {
    await sandbox.client.setFlags({ flags: { graphReplyTakes } });
    const message = { body, internetMessageId, singleValueExtendedProperties };
    const reply = await graph.api(`/me/messages/${messageId}/createReply`).post({ message });
    expect(reply).toMatchObject({
      subject: 'RE: Price?',
      conversationId: threadId,
      toRecipients: GRACE,
      isDraft: true,
    });
    const raw = String(
      await graph
        .api(`/me/messages/${reply.id}/$value`)
        .responseType('text' as never)
        .get(),
    );
    expect(raw).toContain(`In-Reply-To: ${parent.internetMessageId}`);
    expect(reply.internetMessageId === internetMessageId).toBe(graphReplyTakes === 'everything');
    expect(reply.body.content).toContain('shall we?');
    const patched = await graph.api(`/me/messages/${reply.id}`).patch({ internetMessageId, subject: 'RE: Price?!' });
    expect(patched).toMatchObject({
      id: reply.id,
      internetMessageId,
      subject: 'RE: Price?!',
      conversationId: threadId,
    });
  }
  const both = graph.api(`/me/messages/${messageId}/createReply`).post({ message: { body }, comment: 'Hi' });
  expect(await statusOf(both)).toBe(400);
});

test('headers of one’s own: only X-, at most five, only at the beginning, on the wire, and never shown on what was sent', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const headers = (...names: string[]) => ({ internetMessageHeaders: names.map((name) => ({ name, value: '1' })) });
  const create = (...names: string[]) => graph.api('/me/messages').post(letter('H', headers(...names)));
  await expect(create('List-Unsubscribe')).rejects.toMatchObject({
    statusCode: 400,
    code: 'InvalidInternetMessageHeader',
  });
  await expect(create('x-1', 'x-2', 'x-3', 'x-4', 'x-5', 'x-6')).rejects.toMatchObject({
    code: 'InvalidInternetMessageHeaderCollection',
  });
  const draft = await create('x-own');
  expect(await statusOf(graph.api(`/me/messages/${draft.id}`).patch(headers('x-other')))).toBe(400);
  await graph.api(`/me/messages/${draft.id}/send`).post(undefined);
  const [sent] = await sentCopies(graph, 'H');
  const shown = await graph.api(`/me/messages/${sent.id}`).select('internetMessageHeaders').get();
  expect(shown.internetMessageHeaders).toBeNull();
  const [delivery] = await sandbox.client.ledger({ marker: 'H' });
  expect(Buffer.from(delivery?.raw ?? '', 'base64').toString()).toMatch(/^x-own: 1/m);
});

test('a list filters by the forms that are documented, refuses others by name, and refuses an order the filter does not begin with', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const inbox = () => graph.api('/me/mailFolders/inbox/messages');
  const all = await inbox().orderby('receivedDateTime desc').select('subject,receivedDateTime').top(2).get();
  expect(all.value.map((one: { subject: string }) => one.subject)).toEqual([
    'Questions before Thursday',
    'Intro: FinOps Forum',
  ]);
  const rest = await graph.api(all['@odata.nextLink']).get();
  expect(rest.value).toHaveLength(1);
  expect(rest['@odata.nextLink']).toBeUndefined();
  const since = all.value[1].receivedDateTime;
  expect(
    (await inbox().filter(`receivedDateTime ge ${since} and isRead eq false`).orderby('receivedDateTime').get()).value,
  ).toHaveLength(2);
  const ordered = inbox().filter("subject eq 'Price?'").orderby('receivedDateTime desc').get();
  await expect(ordered).rejects.toMatchObject({ statusCode: 400, code: 'InefficientFilter' });
  await expect(inbox().filter("contains(subject,'Price')").get()).rejects.toThrow('contains(subject');
});

test('the copy in Sent Items shows late to lists where the flag says so, and at once to who has its id', async () => {
  await using sandbox = await freshSandbox();
  await sandbox.client.setFlags({ flags: { graphSentLagMs: 3_600_000, graphTransportMs: 0 } });
  const graph = await sandbox.graph();
  const draft = await graph.api('/me/messages').header('prefer', IMMUTABLE).post(letter('late'));
  await graph.api(`/me/messages/${draft.id}/send`).post(undefined);
  while ((await sandbox.client.ledger({ marker: 'late' })).length === 0)
    await new Promise((done) => setTimeout(done, 10));
  expect((await graph.api(`/me/messages/${draft.id}`).get()).isDraft).toBe(false);
  expect((await graph.api('/me/mailFolders/sentitems/messages').filter(byMarker('late')).get()).value).toEqual([]);
});

test('an extended property is read only where it is asked for, and by its exact name', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { id } = await graph.api('/me/messages').post(letter('P'));
  const read = (name: string) =>
    graph.api(`/me/messages/${id}`).select('id').expand(`singleValueExtendedProperties($filter=id eq '${name}')`).get();
  expect((await graph.api(`/me/messages/${id}`).get()).singleValueExtendedProperties).toBeUndefined();
  expect((await read(PROPERTY)).singleValueExtendedProperties).toEqual([{ id: PROPERTY, value: 'P' }]);
  expect((await read(PROPERTY.replace('LuminaSendId', 'luminasendid'))).singleValueExtendedProperties).toBeUndefined();
  expect((await graph.api('/me/messages').filter(byMarker('p')).get()).value).toHaveLength(1);
});

test('a small file goes in one piece, a large one by ranges to an address of its own', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { id } = await graph.api('/me/messages').post(letter('F'));
  const small = {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name: 'Preis — Übersicht.txt',
    contentType: 'text/plain',
    contentBytes: Buffer.from('12 €').toString('base64'),
  };
  await graph.api(`/me/messages/${id}/attachments`).post(small);

  const bytes = Buffer.alloc(5 * 1024 * 1024, 'offer ');
  const item = { attachmentType: 'file', name: 'offer.pdf', size: bytes.length };
  const { uploadUrl } = await graph
    .api(`/me/messages/${id}/attachments/createUploadSession`)
    .post({ AttachmentItem: item });
  const put = (from: number, to: number) =>
    fetch(uploadUrl, {
      method: 'PUT',
      body: bytes.subarray(from, to),
      headers: { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` },
    });
  const half = 3 * 1024 * 1024;
  expect((await put(half, bytes.length)).status).toBe(416);
  expect(await (await put(0, half)).json()).toMatchObject({ nextExpectedRanges: [String(half)] });
  const last = await put(half, bytes.length);
  expect([last.status, await last.text()]).toEqual([201, '']);

  const { value } = await graph.api(`/me/messages/${id}/attachments`).select('name,size').get();
  expect(value).toMatchObject([
    { name: 'Preis — Übersicht.txt', size: 6 },
    { name: 'offer.pdf', size: bytes.length },
  ]);
  await graph.api(`/me/messages/${id}/attachments/${value[1].id}`).delete();
  expect((await graph.api(`/me/messages/${id}`).get()).hasAttachments).toBe(true);
  expect((await graph.api(`/me/messages/${id}/attachments`).get()).value).toHaveLength(1);
});

test('an answer lost after the commit leaves one mail behind, where the client’s own retries are off', async () => {
  await using sandbox = await freshSandbox();
  await sandbox.client.setFlags({ flags: { graphTransportMs: 0 } });
  const graph = await sandbox.graph();
  const once = new RetryHandlerOptions(0, 0);
  for (const fault of [
    'after commit before answer',
    'answer cut in half',
    '504 after commit',
    '503 after commit',
  ] as const) {
    const draft = await graph.api('/me/messages').post(letter(fault.replaceAll(' ', '-')));
    await sandbox.client.next({ operation: 'messages.send', fault });
    const call = graph.api(`/me/messages/${draft.id}/send`).middlewareOptions([once]).post(undefined);
    if (fault === 'answer cut in half') await call;
    else await expect(call).rejects.toThrow();
    await sentCopies(graph, fault.replaceAll(' ', '-'));
    expect(await sandbox.client.ledger({ marker: fault.replaceAll(' ', '-') })).toHaveLength(1);
  }
  expect((await sandbox.client.state()).faults).toEqual([]);
});

test('too many at a time, or too often, are told when to come again', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const once = new RetryHandlerOptions(0, 0);
  const me = () => graph.api('/me').middlewareOptions([once]).get();
  await sandbox.client.next({ operation: 'me.get', fault: '429', ms: 7000 });
  const refused: { headers?: Headers } = await me().catch((error: unknown) => error as object);
  expect(refused).toMatchObject({ statusCode: 429, code: 'ApplicationThrottled' });
  expect(refused.headers?.get('retry-after')).toBe('7');

  await sandbox.client.setFlags({ flags: { graphLatencyMs: 300 } });
  const answers = await Promise.allSettled(Array.from({ length: 6 }, me));
  expect(answers.filter((one) => one.status === 'rejected').map((one) => one.reason.statusCode)).toEqual([429, 429]);
});

test('who has no token, no permission or no such mailbox is told so', async () => {
  await using sandbox = await freshSandbox();
  const reader = await sandbox.graph(ADA_OUTLOOK, 'User.Read Mail.Read');
  expect(await reader.api('/me').get()).toMatchObject({ mail: ADA_OUTLOOK, displayName: 'Ada Seller' });
  await expect(reader.api('/me/messages').post(letter('no'))).rejects.toMatchObject({
    statusCode: 403,
    code: 'ErrorAccessDenied',
  });
  const writer = await sandbox.graph();
  const { id } = await writer.api('/me/messages').post(letter('no'));
  const ben = await sandbox.graph(BEN_OUTLOOK);
  await expect(ben.api(`/me/messages/${id}`).get()).rejects.toMatchObject({ code: 'ErrorInvalidIdMalformed' });
  await sandbox.client.expireAccess({ email: ADA_OUTLOOK });
  await expect(writer.api('/me').get()).rejects.toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' });
});

test('a property or a route nobody knows is refused aloud', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  await expect(graph.api('/me/messages').post({ subjekt: 'Thursday' })).rejects.toThrow('subjekt');
  await expect(graph.api('/me/messages').select('subjekt').get()).rejects.toThrow('subjekt');
  expect(await statusOf(graph.api('/me/sendMail').post({}))).toBe(500);
  expect((await sandbox.client.state()).unknown).toEqual(['POST /v1.0/me/sendMail']);
});

test('what a rep does by hand is seen by who has the id, and sent once', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const { id } = await graph.api('/me/messages').post(letter('byhand'));
  await sandbox.client.repEdits({ email: ADA_OUTLOOK, draftId: id, subject: 'Friday' });
  expect(await graph.api(`/me/messages/${id}`).get()).toMatchObject({ id, subject: 'Friday' });
  await sandbox.client.repSends({ email: ADA_OUTLOOK, draftId: id });
  await sentCopies(graph, 'byhand');
  expect(await sandbox.client.ledger({ marker: 'byhand' })).toMatchObject([{ subject: 'Friday' }]);
});

test('an answer to all goes to everybody but the rep; a folder is told by its id; text is given where it is preferred', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const head = [
    'From: Grace Okafor <grace@analytical.example>',
    `To: Ada Seller <${ADA_OUTLOOK}>, Tomas <tomas@fjord.example>`,
    'Cc: quiet@acme.example',
    'Subject: Price?',
    'Content-Type: text/html; charset=utf-8',
  ];
  const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\n<p>How <b>much</b>?</p>`).toString('base64');
  const { messageId } = await sandbox.client.mailArrives({ to: ADA_OUTLOOK, raw });
  const reply = await graph.api(`/me/messages/${messageId}/createReplyAll`).post({ comment: 'Twelve.' });
  const addresses = (people: { emailAddress: { address: string } }[]) => people.map((one) => one.emailAddress.address);
  expect(addresses(reply.toRecipients)).toEqual(['grace@analytical.example', 'tomas@fjord.example']);
  expect(addresses(reply.ccRecipients)).toEqual(['quiet@acme.example']);
  expect(reply.body.content).toMatch(/Twelve\.[\s\S]*How <b>much<\/b>/);

  const asText = graph.api(`/me/messages/${messageId}`).header('prefer', 'outlook.body-content-type="text"');
  const read = await asText.select('body,parentFolderId').get();
  expect(read.body).toEqual({ contentType: 'text', content: 'How much?' });
  const inbox = await graph.api('/me/mailFolders/inbox').get();
  expect(read.parentFolderId).toBe(inbox.id);
  expect((await graph.api(`/me/mailFolders/${inbox.id}/messages`).get()).value).toHaveLength(4);
});

test('who names the version they have seen writes only on that one', async () => {
  await using sandbox = await freshSandbox();
  const graph = await sandbox.graph();
  const draft = await graph.api('/me/messages').post(letter('V'));
  const patch = (subject: string) =>
    graph.api(`/me/messages/${draft.id}`).header('if-match', draft['@odata.etag']).patch({ subject });
  await patch('Friday');
  await expect(patch('Saturday')).rejects.toMatchObject({ statusCode: 412, code: 'ErrorIrresolvableConflict' });
  expect((await graph.api(`/me/messages/${draft.id}`).get()).subject).toBe('Friday');
});
