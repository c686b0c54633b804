import { z } from 'zod';
import { ChangePage } from './change.js';
import { Draft, DraftList, DraftSave, DraftSaved } from './draft.js';
import { Email, SendAccepted, SendEmail } from './email.js';
import { endpoint } from './endpoint.js';
import { EventList } from './event.js';
import { Feedback } from './feedback.js';
import { Overview } from './overview.js';
import { ProspectList } from './prospect.js';
import { PersonalizeInput, RewriteInput, Suggestion } from './suggestion.js';
import { LinkRequest, Me, RefreshRequest, SignInWay, TokenRequest, Tokens } from './user.js';

const Nothing = z.object({});
const Page = z.object({
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Seconds a call may be held open: 20 stays under every proxy's idle limit we know. */
const Wait = z.coerce.number().int().min(0).max(20).default(0);

export const saveDraft = endpoint('POST', '/emails/draft', { body: DraftSave, reply: DraftSaved });
export const listDrafts = endpoint('GET', '/emails/drafts', { query: Page, reply: DraftList });
export const readDraft = endpoint('GET', '/emails/drafts/:id', { reply: Draft });
export const deleteDraft = endpoint('DELETE', '/emails/draft/:id', { reply: Nothing });

export const rewrite = endpoint('POST', '/ai/rewrite', { body: RewriteInput, reply: Suggestion });
export const personalize = endpoint('POST', '/ai/personalize', { body: PersonalizeInput, reply: Suggestion });
export const giveFeedback = endpoint('POST', '/ai/feedback', {
  status: 202,
  body: z.object({ feedback: z.array(Feedback).min(1).max(100) }),
  reply: Nothing,
});

export const sendEmail = endpoint('POST', '/emails/send', {
  status: 202,
  body: SendEmail,
  reply: SendAccepted,
  keyed: true,
});
export const readEmail = endpoint('GET', '/emails/:id', { reply: Email });
export const listEmailEvents = endpoint('GET', '/emails/:id/events', { query: Page, reply: EventList });
export const cancelEmail = endpoint('POST', '/emails/:id/cancel', { reply: Email });
export const resolveEmail = endpoint('POST', '/emails/:id/resolve', {
  body: z.object({ as: z.enum(['sent', 'dropped']) }),
  reply: Email,
});

export const listProspects = endpoint('GET', '/prospects', {
  query: Page.extend({ email: z.email().optional() }),
  reply: ProspectList,
});

export const readChanges = endpoint('GET', '/changes', {
  query: z.object({ since: z.coerce.number().int().nonnegative(), wait: Wait }),
  reply: ChangePage,
});

export const readOverview = endpoint('GET', '/analytics/overview', {
  access: 'admin',
  query: z.object({
    days: z.coerce.number().int().min(1).max(90).default(30),
    since: z.coerce.number().int().nonnegative().optional(),
    wait: Wait,
  }),
  reply: Overview,
});

export const takeTokens = endpoint('POST', '/auth/token', { access: 'public', body: TokenRequest, reply: Tokens });
export const refreshTokens = endpoint('POST', '/auth/refresh', {
  access: 'public',
  body: RefreshRequest,
  reply: Tokens,
});
export const signOut = endpoint('POST', '/auth/signout', { access: 'public', body: RefreshRequest, reply: Nothing });
/** For a sign-in that adds a mailbox to who asks: `link` is good for five minutes, and with this challenge only. */
export const linkMailbox = endpoint('POST', '/auth/link', {
  body: LinkRequest,
  reply: z.object({ link: z.string() }),
});
export const listSignInWays = endpoint('GET', '/auth/ways', {
  access: 'public',
  reply: z.object({ ways: z.array(SignInWay) }),
});
export const readMe = endpoint('GET', '/auth/me', { reply: Me });

/** Google's push arrives wrapped by Pub/Sub; only what we use is named, the rest is let through. */
export const GmailPush = z.object({
  message: z.object({ data: z.string().max(10_000), messageId: z.string().max(200) }),
  subscription: z.string().max(500),
});
export type GmailPush = z.infer<typeof GmailPush>;
export const pushGmail = endpoint('POST', '/push/gmail', {
  access: 'public',
  status: 204,
  body: GmailPush,
  reply: z.void(),
});

/** Graph's notifications. What an item holds is looked at item by item: one odd one must not cost the others. */
export const GraphPush = z.object({ value: z.array(z.unknown()).max(1_000) });
export type GraphPush = z.infer<typeof GraphPush>;
/** Where Graph first asks with `validationToken` in the address whether it may, and is answered with that as plain text. */
export const pushGraph = endpoint('POST', '/push/graph', {
  access: 'public',
  status: 202,
  body: GraphPush,
  reply: z.void(),
});

export const healthLive = endpoint('GET', '/health/live', {
  access: 'public',
  reply: z.object({ up: z.literal(true) }),
});
export const healthReady = endpoint('GET', '/health/ready', {
  access: 'public',
  reply: z.object({ ready: z.boolean(), missing: z.array(z.string()) }),
});

/** Every call with a JSON answer. Redirects of the sign-in, the pixel and the dashboard's pages are not in it. */
export const api = {
  saveDraft,
  listDrafts,
  readDraft,
  deleteDraft,
  rewrite,
  personalize,
  giveFeedback,
  sendEmail,
  readEmail,
  listEmailEvents,
  cancelEmail,
  resolveEmail,
  listProspects,
  readChanges,
  readOverview,
  takeTokens,
  refreshTokens,
  signOut,
  linkMailbox,
  listSignInWays,
  readMe,
  pushGmail,
  pushGraph,
  healthLive,
  healthReady,
};
