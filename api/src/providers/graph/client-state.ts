import { createHmac, timingSafeEqual } from 'node:crypto';
import { MailboxId } from '#shared/ids.js';
import { deriveKey } from '../../auth/keys.js';

const signature = (secret: string, mailboxId: MailboxId): string =>
  createHmac('sha256', deriveKey(secret, 'graph notifications')).update(mailboxId).digest('base64url');

/**
 * What Graph says back with every notification of a mailbox: `<mailbox id>.<HMAC-SHA256 of it>`, 80 of the 128 characters
 * it may have. So a notification tells whose mailbox it is about and that we asked for it, and nothing has to be stored.
 */
export const clientStateOf = (secret: string, mailboxId: MailboxId): string =>
  `${mailboxId}.${signature(secret, mailboxId)}`;

/** The mailbox a client state names; undefined where it is not one of ours. */
export function mailboxOfClientState(secret: string, clientState: string): MailboxId | undefined {
  const mailboxId = MailboxId.safeParse(clientState.split('.', 1)[0]);
  if (!mailboxId.success) return undefined;
  const ours = Buffer.from(clientStateOf(secret, mailboxId.data));
  const theirs = Buffer.from(clientState);
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? mailboxId.data : undefined;
}
