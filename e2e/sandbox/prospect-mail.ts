import { randomBytes } from 'node:crypto';
import { readableText } from './gmail-view.js';
import type { Delivery } from './ledger.js';
import { field, idsIn } from './letter.js';

/** What comes back from the prospects' side, in the shapes real servers give it. All answer one delivery. */

/** A person answers: References carry on from the ids the mail arrived with. */
export function replyTo(delivery: Delivery, from: string, text: string): Buffer {
  return mail(
    [...answering(delivery, from, subjectOf(delivery, 'Re: ')), ...PLAIN],
    `${text}\r\n\r\n${quote(delivery)}`,
  );
}

/** A machine answers (RFC 3834); it must not be counted as a reply. */
export function autoReplyTo(delivery: Delivery, from: string, text: string): Buffer {
  const head = [
    ...answering(delivery, from, subjectOf(delivery, 'Automatic reply: ')),
    'Auto-Submitted: auto-replied',
    'X-Auto-Response-Suppress: All',
    'Precedence: auto_reply',
    'Return-Path: <>',
  ];
  return mail([...head, ...PLAIN], text);
}

/** A mail nobody asked for: the start of a new thread. */
export function freshMail(from: string, to: string, subject: string, text: string): Buffer {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'example';
  const id = `Message-ID: <${randomBytes(12).toString('hex')}@${domain}>`;
  return mail([`From: ${from}`, `To: ${to}`, `Subject: ${encodeWord(subject)}`, id, `Date: ${now()}`, ...PLAIN], text);
}

/** A body of plain text in UTF-8. */
export const PLAIN = [
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
];

function answering(delivery: Delivery, from: string, subject: string): string[] {
  const references = [...idsIn(delivery.raw, 'References'), delivery.rfcId].join(' ');
  return [
    `From: ${from}`,
    `To: ${field(delivery.raw, 'Reply-To') ?? delivery.sender}`,
    `Subject: ${subject}`,
    `In-Reply-To: ${delivery.rfcId}`,
    `References: ${references}`,
    `Message-ID: <${randomBytes(12).toString('hex')}@${from.replace(/>$/, '').split('@')[1]}>`,
    `Date: ${now()}`,
  ];
}

function subjectOf(delivery: Delivery, prefix: string): string {
  const subject = field(delivery.raw, 'Subject') ?? '';
  return subject.toLowerCase().startsWith(prefix.toLowerCase()) ? subject : `${prefix}${subject}`;
}

function quote(delivery: Delivery): string {
  const lines = readableText(delivery.raw).trimEnd().split(/\r?\n/);
  return `On ${field(delivery.raw, 'Date') ?? 'an earlier day'}, ${delivery.sender} wrote:\r\n${lines.map((line) => `> ${line}`).join('\r\n')}\r\n`;
}

/** A mail from its header lines and its body. Header lines are latin1 at heart (subjects are carried over as they came); the body is UTF-8. */
export function mail(head: string[], body: string): Buffer {
  return Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'),
    Buffer.from(body.replace(/\r?\n/g, '\r\n')),
  ]);
}

function encodeWord(text: string): string {
  const isPlain = [...text].every((character) => character >= ' ' && character <= '~');
  return isPlain ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

export function now(): string {
  return new Date().toUTCString().replace('GMT', '+0000');
}
