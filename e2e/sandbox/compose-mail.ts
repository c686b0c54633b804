import MailComposer from 'nodemailer/lib/mail-composer';
import { fieldsOf, idsIn } from './letter.js';
import type { Message } from './mailbox.js';
import { plainText } from './plain-text.js';

/** What the mail page's compose holds. */
export interface Composed {
  from: { name: string; address: string };
  to: { name: string; address: string }[];
  cc: { name: string; address: string }[];
  bcc: { name: string; address: string }[];
  subject: string;
  html: string;
}

interface Origin {
  /** The message it answers. */
  parent?: Message | undefined;
  /** The mail this save replaces: its foreign headers may live on, and a reply stays a reply. */
  before?: Message | undefined;
  keepsXHeaders: boolean;
  /** What the mail program puts round the text; Gmail's when not said. */
  around?: (html: string) => string;
}

/** The mail a page makes of a compose: HTML with a text alternative. */
export function composeMail(composed: Composed, origin: Origin): Promise<Buffer> {
  const before = origin.before ? fieldsOf(origin.before.raw) : [];
  const kept = origin.keepsXHeaders ? before.filter((one) => /^x-/i.test(one.name)) : [];
  const composer = new MailComposer({
    from: composed.from,
    to: composed.to,
    cc: composed.cc,
    bcc: composed.bcc,
    subject: composed.subject,
    html: (origin.around ?? gmails)(composed.html),
    text: plainText(composed.html),
    headers: kept.map((one) => ({ key: one.name, value: one.value })),
    ...threading(origin),
  });
  const node = composer.compile();
  // nodemailer drops Bcc unless told; Sent must show it, and delivery reads it before taking it away.
  node.keepBcc = true;
  return node.build();
}

const gmails = (html: string) => `<div dir="ltr">${html}</div>`;

function threading({ parent, before }: Origin): { inReplyTo?: string; references?: string[] } {
  if (parent) return { inReplyTo: parent.rfcId, references: [...idsIn(parent.raw, 'References'), parent.rfcId] };
  const answered = before && idsIn(before.raw, 'In-Reply-To')[0];
  return answered ? { inReplyTo: answered, references: idsIn(before.raw, 'References') } : {};
}
