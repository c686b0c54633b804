import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { compile } from './mime.js';
import type { Letter } from './provider.js';

const letter = (over: Partial<Letter> = {}): Letter => ({
  marker: '01K5ZQ3M7N8P9RSTVWXYZ01234',
  date: new Date('2026-11-20T09:30:00Z'),
  from: { name: 'Zoë Sörensen', email: 'zoe@northwind.example' },
  to: [{ name: '山田 太郎', email: 'taro@analytical.example' }],
  cc: [],
  bcc: [{ name: '', email: 'log@northwind.example' }],
  subject: 'Grüße — 来週の件 🎉',
  html: '<div>Hallo Tarō,</div><div><br></div><div>prêt à 50&nbsp;€?</div>',
  answers: null,
  ...over,
});

const read = async (of: Letter) => PostalMime.parse(await compile(of));

test('the same letter is the same bytes at every try', async () => {
  const first = await compile(letter());
  await new Promise((done) => setTimeout(done, 5));
  expect((await compile(letter())).equals(first)).toBe(true);
  expect((await compile(letter({ marker: 'another' }))).equals(first)).toBe(false);
});

test('names, subject and body arrive in every script they were written in', async () => {
  const mail = await read(letter());
  expect(mail.from).toMatchObject({ name: 'Zoë Sörensen', address: 'zoe@northwind.example' });
  expect(mail.to?.[0]).toMatchObject({ name: '山田 太郎', address: 'taro@analytical.example' });
  expect(mail.subject).toBe('Grüße — 来週の件 🎉');
  expect(mail.html?.trimEnd()).toBe(letter().html);
  expect(mail.text).toContain('Hallo Tarō,');
  expect(mail.text).toContain('prêt à 50\u00a0€?');
});

test('the marker and the blind copy are in the headers, and our mail software is not', async () => {
  const mail = await read(letter());
  expect(mail.headers.find(({ key }) => key === 'x-lumina-send-id')?.value).toBe(letter().marker);
  expect(mail.bcc?.[0]?.address).toBe('log@northwind.example');
  expect(mail.headers.some(({ key }) => key === 'x-mailer')).toBe(false);
});

test('no line is too long for the way, and none ends in a bare line feed', async () => {
  const long = `${'woordenreeks '.repeat(2_000)}${'x'.repeat(5_000)}`;
  const html = `<div>${long}</div>\n<div>ende</div>\r\n.\nFrom here on`;
  const bytes = await compile(letter({ html }));
  const lines = bytes.toString('latin1').split('\r\n');
  expect(lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line))).toBe(true);
  const mail = await PostalMime.parse(bytes);
  expect(mail.html?.replace(/\s+/g, ' ')).toContain(long.trim());
  expect(mail.text).toContain('From here on');
});

test('a subject cannot smuggle in a header', async () => {
  const mail = await read(letter({ subject: 'Hello\r\nBcc: someone@evil.example' }));
  expect(mail.bcc?.map((one) => one.address)).toEqual(['log@northwind.example']);
});

test('markup stays out of the text part, and a link keeps its address', async () => {
  const mail = await read(
    letter({
      html: '<style>p{color:red}</style><p>See <a href="https://lumina.example/x">the page</a></p><ul><li>one</li></ul>',
    }),
  );
  expect(mail.text).toContain('See the page [https://lumina.example/x]');
  expect(mail.text).toContain('* one');
  expect(mail.text).not.toContain('color');
});

test('an answer names what it answers, and all that answered before it', async () => {
  const references = Array.from({ length: 40 }, (_, n) => `<CA${n}+${'x'.repeat(50)}@mail.gmail.com>`);
  const answers = { id: '19a', threadId: '19a', messageId: '<parent@analytical.example>', references };
  const bytes = await compile(letter({ answers }));
  const mail = await PostalMime.parse(bytes);
  expect(mail.inReplyTo).toBe(answers.messageId);
  expect(mail.references?.split(/\s+/)).toEqual([...references, answers.messageId]);
  expect(
    bytes
      .toString('latin1')
      .split('\r\n')
      .every((line) => line.length <= 998),
  ).toBe(true);
  expect((await compile(letter({ answers }))).equals(bytes)).toBe(true);
});

test('an attachment arrives byte for byte under its name', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256);
  const mail = await read(
    letter({ attachments: [{ name: 'Preisübersicht.pdf', contentType: 'application/pdf', bytes }] }),
  );
  expect(mail.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
    ['Preisübersicht.pdf', 'application/pdf'],
  ]);
  expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).equals(bytes)).toBe(true);
  expect(mail.html?.trimEnd()).toBe(letter().html);
});
