import { z } from 'zod';
import type { MailboxId, OrganisationId } from '#shared/ids.js';
import { seal, unseal } from '../db/sealed.js';
import type { MailboxTokens } from '../providers/sign-in.js';

export const KeptTokens = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.coerce.date() });

interface Owner {
  organisationId: OrganisationId;
  mailboxId: MailboxId;
}

/** Tokens as the database keeps them: unreadable without the server's secret, and of no use in another mailbox's row. */
export const sealTokens = (key: Uint8Array, tokens: MailboxTokens, owner: Owner): string =>
  seal(key, JSON.stringify(tokens), purpose(owner));

/** @throws when the row was tampered with, or the secret is another than at sign-in. */
export const unsealTokens = (key: Uint8Array, sealed: string, owner: Owner): MailboxTokens =>
  KeptTokens.parse(JSON.parse(unseal(key, sealed, purpose(owner))));

const purpose = ({ organisationId, mailboxId }: Owner) => `mailbox tokens ${organisationId} ${mailboxId}`;
