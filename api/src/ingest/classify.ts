import { readDeliveryReport } from './delivery-report.js';
import type { Incoming } from './incoming.js';

export interface FailedRecipient {
  /** Lower case; more than one where it was forwarded on the way. */
  addresses: string[];
  /** As `5.1.1`; null where the report doesn't say. */
  status: string | null;
  diagnostic: string | null;
}

/** What a received message is. `about` names the messages it may belong to; that one of them is ours is for the caller to prove. */
export type Kind =
  | { kind: 'bounce'; failed: FailedRecipient[]; about: string[] }
  /** A report of something that is no failure, or not yet. */
  | { kind: 'report' }
  | { kind: 'autoReply'; about: string[] }
  | { kind: 'letter'; about: string[] };

/** Delivery report before automatic reply before letter: a bounce calls itself automatic too. */
export function classify(incoming: Incoming): Kind {
  if (isReceipt(incoming)) return { kind: 'report' };
  if (isReport(incoming)) return report(incoming);
  if (isAutomatic(incoming)) return { kind: 'autoReply', about: incoming.answers };
  return { kind: 'letter', about: incoming.answers };
}

/** "Read: Hello" (RFC 8098): a program's word, though it comes from a person's address and names the mail. */
const isReceipt = ({ headers }: Incoming) =>
  /report-type\s*=\s*"?disposition-notification/i.test(headers.get('content-type') ?? '');

function isReport({ deliveryStatus, headers, from, subject }: Incoming): boolean {
  if (deliveryStatus !== null || headers.has('x-failed-recipients') || headers.has('x-ms-exchange-message-is-ndr'))
    return true;
  if (MACHINE.test(from?.email ?? '')) return true;
  const isNobody = headers.get('return-path')?.trim() === '<>' || from === null;
  return isNobody && FAILURE_SUBJECT.test(subject);
}

/** Addresses no person writes from (RFC 5321 4.5.1 keeps postmaster; mailer-daemon is custom; Exchange's own has a fixed number). */
const MACHINE = /^(mailer-daemon|post_?master|mail-daemon|mail\.delivery\.system|microsoftexchange[0-9a-f]{32})(@|$)/;
const FAILURE_SUBJECT =
  /^(undeliver|(mail |message )?delivery (has |status |notification|fail)|returned mail|failure (notice|delivery)|mail (system error|failed))/i;

function report(incoming: Incoming): Kind {
  const listed = incoming.deliveryStatus === null ? [] : readDeliveryReport(incoming.deliveryStatus);
  const isSettled = listed.some(({ action }) => action !== 'failed' && action !== 'unknown');
  const failed = listed.filter(
    ({ action, status }) => action === 'failed' || (action === 'unknown' && !/^[24]/.test(status ?? '5')),
  );
  const about = [...new Set([...incoming.encloses, ...incoming.answers, ...quotedIds(incoming.text)])];
  if (failed.length > 0) return { kind: 'bounce', about, failed: failed.map(({ action: _, ...one }) => one) };
  return isSettled || saysLater(incoming)
    ? { kind: 'report' }
    : { kind: 'bounce', about, failed: failedByText(incoming) };
}

/** Older and Exchange's reports have no machine-readable part, or an empty one: a header, and sentences for people. */
function failedByText({ headers, text }: Incoming): FailedRecipient[] {
  const named = headers.get('x-failed-recipients') ?? text.slice(0, 4_000);
  const addresses = new Set(
    named.match(/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g)?.map((one) => one.toLowerCase()),
  );
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? null;
  return [...addresses].map((address) => ({ addresses: [address], status, diagnostic: null }));
}

/** Where the original stands in the text itself, headers and all. */
const quotedIds = (text: string) =>
  [...text.matchAll(/^[> \t]*message-id:\s*(<[^<>\s]+>)/gim)].flatMap(([, id]) => id ?? []);

const saysLater = ({ subject, text }: Incoming) =>
  /\b(delay(ed)?|will (re)?try|warning)\b/i.test(subject) && !/\b5\.\d{1,3}\.\d{1,3}\b/.test(text);

/**
 * RFC 3834, and what programs older than it do. X-Auto-Response-Suppress alone says nothing: Exchange puts it on
 * ordinary mail. `Precedence: list` says nothing either: a colleague may answer through a group's address.
 */
function isAutomatic({ headers, subject, answers }: Incoming): boolean {
  const submitted = headers.get('auto-submitted');
  if (submitted !== undefined && !/^\s*no\b/i.test(submitted)) return true;
  if (['x-autoreply', 'x-autorespond', 'x-autoresponder'].some((name) => isYes(headers.get(name)))) return true;
  if (/^\s*(auto[-_]?reply|bulk|junk)\b/i.test(headers.get('precedence') ?? '')) return true;
  return answers.length > 0 && AUTOMATIC_SUBJECT.test(subject);
}

const isYes = (value: string | undefined) => value !== undefined && !/^\s*(no|false|0)\b/i.test(value);

const AUTOMATIC_SUBJECT = new RegExp(
  `^\\s*(${[
    'auto(matic)?[ -]?(reply|response)',
    'auto:',
    'out of (the )?office',
    'ooo:',
    'oof:',
    'automatische antwort',
    'abwesenheits',
    'réponse automatique',
    'respuesta automática',
    'risposta automatica',
    'resposta automática',
    'automatisch antwoord',
    'automatiskt? svar',
    'autosvar',
    'automatyczna odpowiedź',
    'автоответ',
    '自動応答',
    '自动回复',
  ].join('|')})`,
  'i',
);
