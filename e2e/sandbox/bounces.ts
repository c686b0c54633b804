import { randomBytes } from 'node:crypto';
import { newExchangeRfcId } from './exchange-ids.js';
import type { Delivery } from './ledger.js';
import { field, fieldsOf } from './letter.js';
import type { Mailbox } from './mailbox.js';
import { mail, now, PLAIN } from './prospect-mail.js';

/**
 * The mail could not be delivered (RFC 3464), as the sender's own provider reports it today. `hard`: for good, else only
 * delayed, which is not a bounce.
 */
export function bounceOf(mailbox: Mailbox, delivery: Delivery, recipient: string, hard = true): Buffer {
  if (mailbox.provider === 'google') return gmailBounce(delivery, recipient, hard);
  return exchangeBounce(delivery, recipient, hard, mailbox.flags.exchangeReport === 'whole');
}

function gmailBounce(delivery: Delivery, recipient: string, hard: boolean): Buffer {
  const original = delivery.rfcId;
  const status = hard ? '5.1.1' : '4.4.1';
  const reason = hard
    ? `550-5.1.1 The email account that you tried to reach does not exist.`
    : `450-4.4.1 The recipient server did not accept our requests to connect.`;
  const head = [
    'Return-Path: <>',
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    `To: ${delivery.sender}`,
    'Auto-Submitted: auto-replied',
    `Subject: Delivery Status Notification (${hard ? 'Failure' : 'Delay'})`,
    ...(hard ? [`X-Failed-Recipients: ${recipient}`] : []),
    `References: ${original}`,
    `In-Reply-To: ${original}`,
    `Message-ID: <${randomBytes(12).toString('hex')}@mx.google.com>`,
    `Date: ${now()}`,
  ];
  return report(head, [
    [
      ...PLAIN.slice(1),
      '',
      hard ? '** Address not found **' : '** Delivery incomplete **',
      '',
      hard
        ? `Your message wasn't delivered to ${recipient}.`
        : `There was a temporary problem delivering your message to ${recipient}. Gmail will retry for 45 more hours.`,
      '',
      'The response from the remote server was:',
      reason,
    ],
    [
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; googlemail.com',
      `Arrival-Date: ${now()}`,
      `X-Original-Message-ID: ${original}`,
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${hard ? 'failed' : 'delayed'}`,
      `Status: ${status}`,
      `Remote-MTA: dns; mx.${recipient.split('@')[1]}`,
      `Diagnostic-Code: smtp; ${reason}`,
      `Last-Attempt-Date: ${now()}`,
    ],
    ['Content-Type: message/rfc822', '', ...headersOf(delivery), '', '----- Message truncated -----'],
  ]);
}

function exchangeBounce(delivery: Delivery, recipient: string, hard: boolean, isWhole: boolean): Buffer {
  const domain = delivery.sender.split('@')[1];
  const server = 'AM0PR04MB1234.eurprd04.prod.outlook.com';
  const status = hard ? '5.1.10' : '4.4.7';
  const reason = hard
    ? `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${recipient} not found by SMTP address lookup`
    : '400 4.4.7 Message delayed';
  const head = [
    'Return-Path: <>',
    `From: Microsoft Outlook <postmaster@${domain}>`,
    `To: ${delivery.sender}`,
    'Auto-Submitted: auto-replied',
    'X-MS-Exchange-Message-Is-Ndr:',
    `Subject: ${hard ? 'Undeliverable' : 'Delivery delayed'}: ${field(delivery.raw, 'Subject') ?? ''}`,
    `In-Reply-To: ${delivery.rfcId}`,
    `References: ${delivery.rfcId}`,
    `Message-ID: ${newExchangeRfcId()}`,
    `Date: ${now()}`,
  ];
  const words = [
    ...PLAIN.slice(1),
    '',
    hard
      ? `Your message to ${recipient} couldn't be delivered.`
      : `Delivery of your message to ${recipient} has been delayed. Exchange will go on trying.`,
    '',
    'Diagnostic information for administrators:',
    '',
    `Generating server: ${server}`,
    '',
    recipient,
    `Remote server returned '${reason}'`,
  ];
  if (!isWhole) return mail([...head, 'MIME-Version: 1.0', ...words.slice(0, 2)], words.slice(3).join('\r\n'));
  return report(head, [
    words,
    [
      'Content-Type: message/delivery-status',
      '',
      `Reporting-MTA: dns;${server}`,
      `Arrival-Date: ${now()}`,
      '',
      `Final-Recipient: rfc822;${recipient}`,
      `Action: ${hard ? 'failed' : 'delayed'}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp;${reason}`,
    ],
    ['Content-Type: message/rfc822', '', ...headersOf(delivery), ''],
  ]);
}

function report(head: string[], parts: string[][]): Buffer {
  const boundary = `000000000000${randomBytes(8).toString('hex')}`;
  const type = `Content-Type: multipart/report; boundary="${boundary}"; report-type=delivery-status`;
  const body = parts.map((part) => `--${boundary}\r\n${part.join('\r\n')}\r\n`).join('\r\n');
  return mail([...head, 'MIME-Version: 1.0', type], `${body}--${boundary}--\r\n`);
}

function headersOf(delivery: Delivery): string[] {
  return fieldsOf(delivery.raw).map((one) => `${one.name}: ${one.value}`);
}
