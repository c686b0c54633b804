import { randomBytes } from 'node:crypto';
import { encodeWords, foldLines } from 'nodemailer/lib/mime-funcs';
import { decodeWords } from 'postal-mime';
import { type Field, field, fieldsOf, idsIn } from './letter.js';
import { mimeTree, type Part, textOf, walk } from './mime-tree.js';
import { type Person, peopleIn, subjectOf } from './people.js';
import { plainText } from './plain-text.js';

/** A file on a mail. */
export interface Attached {
  name: string;
  contentType: string;
  content: Buffer;
  isInline: boolean;
  contentId: string | undefined;
}

/** What Exchange knows of a mail that it may write anew: at every change of a draft it does. */
export interface Written {
  from: Person;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  replyTo: Person[];
  subject: string;
  body: { type: 'html' | 'text'; content: string };
  inReplyTo: string | undefined;
  references: string[];
  /** The headers a program gave it; only X- is let through. */
  headers: Field[];
  attachments: Attached[];
}

export function readMail(raw: Uint8Array): Written {
  const html = textOf(raw, 'text/html');
  return {
    from: peopleIn(raw, 'From')[0] ?? { name: '', address: '' },
    to: peopleIn(raw, 'To'),
    cc: peopleIn(raw, 'Cc'),
    bcc: peopleIn(raw, 'Bcc'),
    replyTo: peopleIn(raw, 'Reply-To'),
    subject: subjectOf(raw),
    body: html === '' ? { type: 'text', content: textOf(raw, 'text/plain') } : { type: 'html', content: html },
    inReplyTo: idsIn(raw, 'In-Reply-To')[0],
    references: idsIn(raw, 'References'),
    headers: fieldsOf(raw).filter((one) => /^x-/i.test(one.name)),
    attachments: walk(mimeTree(raw)).filter(isAttached).map(attached),
  };
}

/** The mail as bytes, without Date and Message-ID: those are stamped on when it is stored. */
export function writeMail(mail: Written): Buffer {
  const content = mail.body.type === 'html' ? alternatives(mail.body.content) : leaf('text/plain', mail.body.content);
  const parts = mail.attachments.map(attachmentPart);
  const body = parts.length === 0 ? content : multipart('mixed', [content, ...parts]);
  const head = [
    ['From', addresses([mail.from])],
    ['To', addresses(mail.to)],
    ['Cc', addresses(mail.cc)],
    ['Bcc', addresses(mail.bcc)],
    ['Reply-To', addresses(mail.replyTo)],
    ['Subject', encodeWords(mail.subject, 'B', 52)],
    ['In-Reply-To', mail.inReplyTo ?? ''],
    ['References', mail.references.join(' ')],
    ['MIME-Version', '1.0'],
    ...mail.headers.map((one) => [one.name, one.value]),
  ]
    .filter(([name, value]) => value !== '' || name === 'Subject')
    .map(([name, value]) => foldLines(`${name}: ${value}`, 76));
  return Buffer.from(`${head.join('\r\n')}\r\n${body}`, 'latin1');
}

function alternatives(html: string): string {
  return multipart('alternative', [leaf('text/plain', plainText(html)), leaf('text/html', html)]);
}

function leaf(type: string, text: string): string {
  const encoded = foldBase64(Buffer.from(text));
  return `Content-Type: ${type}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}`;
}

function attachmentPart(one: Attached): string {
  const name = encodeWords(one.name, 'B', 52).replaceAll('"', "'");
  const id = one.contentId === undefined ? '' : `Content-ID: <${one.contentId}>\r\n`;
  const disposition = one.isInline ? 'inline' : 'attachment';
  return `Content-Type: ${one.contentType}; name="${name}"\r\n${id}Content-Disposition: ${disposition}; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${foldBase64(one.content)}`;
}

function multipart(kind: string, parts: string[]): string {
  const boundary = `_000_${randomBytes(16).toString('hex').toUpperCase()}_`;
  const all = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${all}--${boundary}--\r\n`;
}

function foldBase64(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

function addresses(people: Person[]): string {
  return people.map(({ name, address }) => (name === '' ? address : `${phrase(name)} <${address}>`)).join(', ');
}

function phrase(name: string): string {
  const encoded = encodeWords(name, 'B', 52);
  return encoded === name && !/^[\w ]+$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encoded;
}

function isAttached(part: Part): boolean {
  const disposition = part.fields.find((one) => one.name.toLowerCase() === 'content-disposition')?.value ?? '';
  return part.parts.length === 0 && (part.filename !== '' || disposition.startsWith('attachment'));
}

function attached(part: Part): Attached {
  const value = (name: string) => part.fields.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  return {
    name: decodeWords(part.filename),
    contentType: part.mimeType,
    content: part.content,
    isInline: value('content-disposition').startsWith('inline'),
    contentId: /<(.+)>/.exec(value('content-id'))?.[1],
  };
}

/** Exchange gives HTML back as a whole document, whatever it was given. */
export function asDocument(html: string): string {
  if (/<html[\s>]/i.test(html)) return html;
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${html}</body></html>`;
}

/** The subject of an answer. */
export function answerSubject(raw: Uint8Array): string {
  const subject = subjectOf(raw);
  return /^re:/i.test(subject) ? subject : `RE: ${subject}`;
}

/** The mail answered, as Outlook sets it below the answer. */
export function quoteOf(raw: Uint8Array): string {
  const { from, to, cc, subject, body } = readMail(raw);
  const line = (name: string, value: string) => (value === '' ? '' : `<b>${name}:</b> ${safe(value)}<br>`);
  const named = (people: Person[]) => people.map((one) => one.name || one.address).join('; ');
  const head = `${line('From', `${from.name} <${from.address}>`)}${line('Sent', field(raw, 'Date') ?? '')}${line('To', named(to))}${line('Cc', named(cc))}${line('Subject', subject)}`;
  const inner = /<body[^>]*>([\s\S]*)<\/body>/i.exec(body.content)?.[1] ?? body.content;
  const content = body.type === 'html' ? inner : safe(body.content.trimEnd()).replace(/\r?\n/g, '<br>');
  return `<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">${head}<div>&nbsp;</div></div>${content}`;
}

function safe(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
