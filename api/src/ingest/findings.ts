import type { Address } from '#shared/draft.js';
import type { EventType } from '#shared/event.js';
import type { SentEmail } from '../emails/emails.service.js';
import type { FailedRecipient } from './classify.js';
import type { Incoming } from './incoming.js';
import { whyBounced } from './why-bounced.js';

/** Something that happened to one of our emails, as it goes into the log and to the rep. No mail text in it. */
export interface Finding {
  email: SentEmail;
  type: Extract<EventType, 'email.replied' | 'email.autoReplied' | 'email.bounced'>;
  at: Date;
  key: string;
  data: Record<string, unknown>;
  /** A sentence for the rep. */
  text: string;
}

/** Where a message was found. */
export interface Found {
  mailboxId: string;
  /** The provider's id, to open it with. */
  messageId: string;
  /** What tells it from every other message of the mailbox, wherever it is moved. */
  name: string;
  at: Date;
}

export function answerFinding(
  kind: 'reply' | 'autoReply',
  email: SentEmail,
  { from }: Incoming,
  found: Found,
): Finding {
  const recipient = recipientOf(email, from?.email);
  const who = recipient?.name || from?.name || from?.email || 'Someone';
  return {
    email,
    type: kind === 'reply' ? 'email.replied' : 'email.autoReplied',
    at: found.at,
    key: `${found.mailboxId}:msg:${found.name}:${kind}`,
    data: { from: from?.email ?? null, isRecipient: recipient !== undefined, messageId: found.messageId },
    text: kind === 'reply' ? `${who} replied` : `${who} sent an automatic reply`,
  };
}

/** One finding for each recipient that failed and that the email was really written to: anybody can write a bounce. */
export function bounceFindings(
  failed: FailedRecipient[],
  email: SentEmail,
  incoming: Incoming,
  found: Found,
): Finding[] {
  return failed.flatMap(({ addresses, status, diagnostic }) => {
    const recipient = email.to.find((one) => addresses.includes(one.email.toLowerCase()));
    if (!recipient) return [];
    const address = recipient.email.toLowerCase();
    return {
      email,
      type: 'email.bounced' as const,
      at: found.at,
      key: `${found.mailboxId}:dsn:${incoming.messageId ?? found.name}:${address}`,
      data: {
        recipient: address,
        status,
        diagnostic: diagnostic?.slice(0, 300).toWellFormed() ?? null,
        messageId: found.messageId,
      },
      text: `Not delivered to ${recipient.name || address}: ${whyBounced(status)}`,
    };
  });
}

export const recipientOf = (email: SentEmail, address: string | undefined): Address | undefined =>
  email.to.find((one) => one.email.toLowerCase() === address);
