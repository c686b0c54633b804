import { z } from 'zod';
import { OrganisationId, UserId } from './ids.js';
import { Mailbox } from './mailbox.js';

export const Role = z.enum(['rep', 'admin']);
export type Role = z.infer<typeof Role>;

export const Me = z.object({
  id: UserId,
  organisationId: OrganisationId,
  organisation: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  mailboxes: z.array(Mailbox),
});
export type Me = z.infer<typeof Me>;

/** Whose account one signs in with; each opens the mailbox of its own mail program. */
export const SignInWay = z.enum(['google', 'microsoft']);
export type SignInWay = z.infer<typeof SignInWay>;

/** S256 of a verifier that whoever begins a sign-in keeps (RFC 7636). */
export const Challenge = z.string().regex(/^[\w-]{43}$/, 'must be the base64url of a sha256');

/** `challenge` is the one of the sign-in to come: a link that is overheard is of no use to who cannot end that sign-in. */
export const LinkRequest = z.object({ challenge: Challenge });
export type LinkRequest = z.infer<typeof LinkRequest>;

/** Trades the one-time code of a finished sign-in. `verifier` is what the extension's S256 challenge was made of (RFC 7636). */
export const TokenRequest = z.object({ code: z.string().min(20).max(500), verifier: z.string().min(43).max(128) });
export type TokenRequest = z.infer<typeof TokenRequest>;

export const RefreshRequest = z.object({ refreshToken: z.string().min(20).max(500) });
export type RefreshRequest = z.infer<typeof RefreshRequest>;

export const Tokens = z.object({ accessToken: z.string(), expiresAt: z.iso.datetime(), refreshToken: z.string() });
export type Tokens = z.infer<typeof Tokens>;
