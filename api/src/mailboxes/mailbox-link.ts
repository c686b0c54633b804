import { z } from 'zod';
import { OrganisationId, UserId } from '#shared/ids.js';
import { Challenge } from '#shared/user.js';
import { seal, unseal } from '../db/sealed.js';

/** A wish, said while signed in: the sign-in with this challenge adds a mailbox to this person. */
const MailboxLink = z.object({
  organisationId: OrganisationId,
  userId: UserId,
  challenge: Challenge,
  expiresAt: z.number(),
});
export type MailboxLink = z.infer<typeof MailboxLink>;

const ABOUT = 'mailbox link';

/** It travels through the address bar, so nothing but the API can read it or make one. */
export const sealLink = (key: Uint8Array, link: MailboxLink): string => seal(key, JSON.stringify(link), ABOUT);

/** Undefined when it is not ours, damaged, too old, or was made for another sign-in than the one with `challenge`. */
export function readLink(
  key: Uint8Array,
  sealed: string,
  { challenge, now }: { challenge: string; now: number },
): MailboxLink | undefined {
  try {
    const link = MailboxLink.parse(JSON.parse(unseal(key, sealed, ABOUT)));
    return link.expiresAt > now && link.challenge === challenge ? link : undefined;
  } catch {
    return undefined;
  }
}
