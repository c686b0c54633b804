import { expect, test } from 'vitest';
import { classify } from './classify.js';
import { readIncoming } from './incoming.js';
import { whyBounced } from './why-bounced.js';

const OURS = '<CAF1@mail.gmail.com>';
const kindOf = async (mime: string) => classify(await readIncoming(Buffer.from(mime.replaceAll('\n', '\r\n'))));
const letter = (headers: string, text = 'Yes, Thursday suits me.') =>
  `From: Ada Lovelace <Ada@Analytical.example>\nTo: rep@northwind.example\nMessage-ID: <r1@analytical.example>\n${headers.trim()}\n\n${text}\n`;

test('a letter names what it answers, the closest first', async () => {
  const mime = letter(`Subject: Re: Hello\nIn-Reply-To: ${OURS}\nReferences: <first@x.example>\n ${OURS}`);
  expect(await kindOf(mime)).toEqual({ kind: 'letter', about: [OURS, '<first@x.example>'] });
});

test.each([
  ['RFC 3834', 'Auto-Submitted: auto-replied'],
  ['RFC 3834 with a parameter', 'Auto-Submitted: auto-generated; owner-email="x@y.example"'],
  ['an older program', 'X-Autoreply: yes'],
  ['a mail server’s responder', 'X-Autorespond: Re: Hello'],
  ['another responder', 'X-Autoresponder: 1'],
  ['precedence of a responder', 'Precedence: auto_reply'],
  ['precedence of the first vacation programs', 'Precedence: bulk'],
  ['an English subject', 'Subject: Automatic reply: Hello'],
  ['another English subject', 'Subject: Out of the Office until Monday'],
  ['a German subject', 'Subject: Automatische Antwort: Hello'],
  ['an encoded French subject', 'Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : Hello'],
  ['a Japanese subject', `Subject: =?utf-8?B?${Buffer.from('自動応答: Hello').toString('base64')}?=`],
])('an automatic reply is told by %s', async (_, header) => {
  expect((await kindOf(letter(`${header}\nIn-Reply-To: ${OURS}`))).kind).toBe('autoReply');
});

test.each([
  ['Auto-Submitted: no', 'Auto-Submitted: no'],
  ['a group’s address', 'Precedence: list'],
  ['Exchange’s wish for silence alone', 'X-Auto-Response-Suppress: DR, OOF, AutoReply'],
  ['a subject that only begins alike', 'Subject: Automation at Analytical'],
  ['X-Autoreply: no', 'X-Autoreply: no'],
])('a person’s letter stays one with %s', async (_, header) => {
  expect((await kindOf(letter(`${header}\nIn-Reply-To: ${OURS}`))).kind).toBe('letter');
});

test('an out-of-office subject of a new thread is a person writing about it', async () => {
  expect((await kindOf(letter('Subject: Out of office policy'))).kind).toBe('letter');
});

/** As RFC 3464 has it. `status` is the machine-readable part, `original` what is enclosed. */
const report = (
  status: string,
  { headers = '', original = `Message-ID: ${OURS}\nSubject: Hello`, type = 'message/rfc822' } = {},
) => `From: Mail Delivery System <mailer-daemon@mx.example>
To: rep@northwind.example
Subject: Undelivered
Message-ID: <dsn1@mx.example>
Auto-Submitted: auto-replied
${headers}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b1

--b1
Content-Type: text/plain

Your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

${status}

--b1
Content-Type: ${type}

${original}

Hello
--b1--
`;
const failed = (address: string, more = 'Status: 5.1.1') =>
  `Final-Recipient: rfc822; ${address}\nAction: failed\n${more}`;

test('a delivery report names who failed and why, and what was enclosed', async () => {
  const mime = report(
    failed('Ada@Analytical.example', 'Status: 5.1.1 (unknown user)\nDiagnostic-Code: smtp; 550 5.1.1\n  no such user'),
  );
  expect(await kindOf(mime)).toEqual({
    kind: 'bounce',
    about: [OURS],
    failed: [{ addresses: ['ada@analytical.example'], status: '5.1.1', diagnostic: '550 5.1.1 no such user' }],
  });
});

test('only the recipients that failed have bounced', async () => {
  const mime = report(
    `${failed('ada@a.example')}\n\nFinal-Recipient: rfc822; ben@b.example\nAction: delivered\nStatus: 2.0.0\n\n${failed('cy@c.example', 'Status: 5.2.2')}`,
  );
  expect(await kindOf(mime)).toMatchObject({
    failed: [{ addresses: ['ada@a.example'] }, { addresses: ['cy@c.example'], status: '5.2.2' }],
  });
});

test('a recipient that was forwarded is known by both addresses', async () => {
  const mime = report(`Original-Recipient: rfc822;ada@a.example\n${failed('ada.l@forwarded.example')}`);
  expect(await kindOf(mime)).toMatchObject({ failed: [{ addresses: ['ada@a.example', 'ada.l@forwarded.example'] }] });
});

test.each(['delayed', 'delivered', 'relayed', 'expanded', 'delayed (will try again)'])(
  '"%s" is no bounce',
  async (action) => {
    const mime = report(`Final-Recipient: rfc822; ada@a.example\nAction: ${action}\nStatus: 4.4.1`);
    expect(await kindOf(mime)).toEqual({ kind: 'report' });
  },
);

test('where the action is missing, the status decides', async () => {
  const recipient = 'Final-Recipient: rfc822; ada@a.example';
  expect((await kindOf(report(`${recipient}\nStatus: 5.0.0`))).kind).toBe('bounce');
  expect((await kindOf(report(`${recipient}\nStatus: 4.4.7`, { headers: 'X-Failed-Recipients: \n' }))).kind).not.toBe(
    'letter',
  );
});

test('enclosed headers alone name the mail as well', async () => {
  expect(await kindOf(report(failed('ada@a.example'), { type: 'text/rfc822-headers' }))).toMatchObject({
    about: [OURS],
  });
});

test('Gmail names the mail in its references, and the failed address in a header when the report is empty', async () => {
  const mime = report('X-Original-Message-ID: <other@x.example>', {
    headers: `X-Failed-Recipients: ada@a.example\nReferences: ${OURS}\nIn-Reply-To: ${OURS}\n`,
    original: 'Subject: Hello',
  });
  expect(await kindOf(mime)).toEqual({
    kind: 'bounce',
    about: [OURS],
    failed: [{ addresses: ['ada@a.example'], status: null, diagnostic: null }],
  });
});

test('an Exchange notice without a machine-readable part is read from its sentences', async () => {
  const mime = letter(
    `X-MS-Exchange-Message-Is-Ndr:\nSubject: Undeliverable: Hello\nIn-Reply-To: ${OURS}`,
    'Your message to ada@a.example was not delivered.\nRemote server returned: 550 5.1.10 RESOLVER.ADR.RecipientNotFound',
  );
  expect(await kindOf(mime)).toEqual({
    kind: 'bounce',
    about: [OURS],
    failed: [{ addresses: ['ada@a.example'], status: '5.1.10', diagnostic: null }],
  });
});

test('an Exchange notice from inside the same organisation names the mail and who did not get it', async () => {
  const mime = report(
    failed('ada@a.example', 'Status: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound'),
    {
      headers: 'X-MS-Exchange-Message-Is-Ndr:\nAuto-Submitted: auto-replied\n',
    },
  ).replace(
    /^From: .*$/m,
    'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@northwind.example>',
  );
  expect(await kindOf(mime)).toMatchObject({
    kind: 'bounce',
    about: [OURS],
    failed: [{ addresses: ['ada@a.example'], status: '5.1.10' }],
  });
});

test('Exchange’s out-of-office is an automatic reply, and a read receipt is no reply at all', async () => {
  const away = letter(
    `Subject: Automatic reply: Hello\nIn-Reply-To: ${OURS}\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All`,
  );
  expect((await kindOf(away)).kind).toBe('autoReply');
  const receipt = `Subject: Read: Hello\nIn-Reply-To: ${OURS}\nContent-Type: multipart/report; boundary=b3; report-type=disposition-notification`;
  expect(await kindOf(letter(receipt, '--b3\n\nYour message was read.\n--b3--'))).toEqual({ kind: 'report' });
});

test('a Message-ID of any length is no name for a message', async () => {
  const mime = letter('Subject: Hello').replace('r1@', `${'r'.repeat(3_000)}@`);
  expect((await readIncoming(Buffer.from(mime))).messageId).toBeNull();
});

test('an old server’s notice names the failed address and the mail in its text', async () => {
  const mime = `From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n<ada@a.example>:\n550 5.2.1 mailbox closed\n\n--- Below this line is a copy.\n\nSubject: Hello\nMessage-ID: ${OURS}\n`;
  expect(await kindOf(mime)).toMatchObject({
    kind: 'bounce',
    about: [OURS],
    failed: [expect.objectContaining({ addresses: ['ada@a.example'], status: '5.2.1' }), expect.anything()],
  });
});

test('a person who forwards a bounce has written a letter', async () => {
  const mime = `From: Ada <ada@a.example>\nIn-Reply-To: ${OURS}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b2\n\n--b2\nContent-Type: text/plain\n\nLook what came back.\n--b2\nContent-Type: message/rfc822\n\n${report(failed('x@y.example'))}\n--b2--\n`;
  expect((await kindOf(mime)).kind).toBe('letter');
});

test.each([
  ['', {}],
  ['no header at all, just a line', { kind: 'letter' }],
  [
    'Content-Type: multipart/report; report-type=delivery-status\nFrom: <mailer-daemon@x.example>\n\n',
    { kind: 'bounce', failed: [] },
  ],
])('damaged bytes %j do no harm', async (mime, expected) => {
  expect(await kindOf(mime)).toMatchObject(expected);
});

test('each status has a sentence for the rep', () => {
  expect(['5.1.1', '5.1.10', '5.2.2', '5.7.606', '4.4.7', null, '5.9.9'].map(whyBounced)).toEqual([
    'there is no such address',
    'there is no such address',
    'the mailbox is full',
    'their mail server turned it away',
    'their mail server could not be reached',
    'their mail server did not take it',
    'their mail server did not take it',
  ]);
});
