import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ADA, ADA_OUTLOOK, type freshSandbox } from '#e2e/sandbox/testing.js';
import { MailboxId } from '#shared/ids.js';
import type { Access } from '../access.js';
import { GmailClient } from '../gmail/gmail-client.js';
import { GmailProvider } from '../gmail/gmail-provider.js';
import { clientStateOf } from '../graph/client-state.js';
import { GraphClient } from '../graph/graph-client.js';
import { GraphProvider } from '../graph/graph-provider.js';
import type { Letter, Provider } from '../provider.js';
import { ProviderError, type ProviderFailure } from '../provider-error.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;
type Flags = Record<string, unknown>;

/** What the contract needs to know of a provider to play it: an adapter on a stand-in, and where the documentations differ. */
export interface Played {
  email: string;
  open(sandbox: Sandbox, access: Access, how: Opening): Provider;
  /** What the stand-in calls the request to send. */
  sending: string;
  /** Ways the sent copy may show, each enough to find it. */
  shows: Flags[];
  /** Ways a draft of an answer may be made. */
  answers: Flags[];
  /** What a send meets, what is believed then, and how many mails arrive. */
  sends: [fault: string, kind: ProviderFailure['kind'], delivered: number][];
  /** What a second request for the same draft may come to: its answer, and the mails that arrive in all. */
  again: [Flags, ProviderFailure['kind'] | 'accepted', delivered: number][];
}

interface Opening {
  /** Where the provider is to tell of changes, if it is told such an address. */
  pushUrl: string;
  /** Short, so that what hangs need not be waited for; large files want more. */
  timeoutMs: number;
}

const opening: Opening = { pushUrl: 'http://127.0.0.1:9/', timeoutMs: 1_000 };

export const played: Record<'gmail' | 'graph', Played> = {
  gmail: {
    email: ADA,
    open: (sandbox, access, { timeoutMs }) =>
      new GmailProvider(
        new GmailClient(access, { gmailUrl: `${sandbox.httpUrl}/`, timeoutMs }),
        'projects/lumina-sandbox/topics/gmail',
      ),
    sending: 'drafts.send',
    shows: [
      { messageIdOnSend: 'same' },
      { ghostWrapper: true },
      { historyLagMs: 60_000 },
      { messageIdOnSend: 'same', historyLagMs: 60_000 },
    ],
    answers: [{}],
    sends: [
      ['before commit', 'unclear', 0],
      ['after commit before answer', 'unclear', 1],
      ['answer cut in half', 'unclear', 1],
      ['hangs', 'unclear', 1],
      ['503 after commit', 'unclear', 1],
      ['500', 'unclear', 0],
      ['408', 'unclear', 0],
      ['404', 'unclear', 0],
      ['400', 'unclear', 0],
      ['429', 'busy', 0],
      ['403 userRateLimitExceeded', 'busy', 0],
      ['403 dailyLimitExceeded', 'refused', 0],
      ['403 domainPolicy', 'refused', 0],
    ],
    again: [
      [{ secondSend: '404' }, 'unclear', 1],
      [{ secondSend: '400' }, 'unclear', 1],
    ],
  },
  graph: {
    email: ADA_OUTLOOK,
    open: (sandbox, access, { pushUrl, timeoutMs }) =>
      new GraphProvider(new GraphClient(access, { graphUrl: `${sandbox.tlsUrl}/v1.0/`, timeoutMs }), ADA_OUTLOOK, {
        notificationUrl: pushUrl,
        clientState: clientStateOf('a secret only these tests use', MailboxId.parse(randomUUID())),
      }),
    sending: 'messages.send',
    shows: [
      { graphIdOnSend: 'different' },
      { graphIdOnSend: 'same', graphSentLagMs: 60_000 },
      { graphTransportMs: 200 },
    ],
    answers: [{ graphReplyTakes: 'everything' }, { graphReplyTakes: 'the written' }],
    sends: [
      ['before commit', 'unclear', 0],
      ['after commit before answer', 'unclear', 1],
      ['hangs', 'unclear', 1],
      ['503 after commit', 'unclear', 1],
      ['504 after commit', 'unclear', 1],
      ['500', 'unclear', 0],
      ['503', 'unclear', 0],
      ['504', 'unclear', 0],
      ['408', 'unclear', 0],
      ['404', 'unclear', 0],
      ['400', 'unclear', 0],
      ['429', 'busy', 0],
      ['403 ErrorAccessDenied', 'signedOut', 0],
    ],
    again: [
      [{ graphSecondSend: 'refused' }, 'unclear', 1],
      [{ graphSecondSend: 'duplicates' }, 'accepted', 2],
    ],
  },
};

/** The provider as on the first day, with a rep's tokens. `renewals` counts how often it asked for new ones. */
export async function freshProvider(sandbox: Sandbox, one: Played, how: Partial<Opening> = {}) {
  await sandbox.client.reset();
  await sandbox.client.setFlags({ flags: { graphTransportMs: 10 } });
  return openProvider(sandbox, one, how);
}

/** The provider as it stands. */
export async function openProvider(sandbox: Sandbox, { email, open }: Played, how: Partial<Opening>) {
  const grant = () => sandbox.client.grant({ email }).then((tokens) => tokens.access_token);
  let token = await grant();
  let renewals = 0;
  const renew = async () => {
    renewals++;
    token = await grant();
    return token;
  };
  const access = { token: async () => token, renew };
  return { provider: open(sandbox, access, { ...opening, ...how }), renewals: () => renewals };
}

export const letter: Letter = {
  marker: 'MARKERMARKERMARKER00000001',
  date: new Date('2026-11-20T09:30:00Z'),
  from: { name: 'Ada Seller', email: ADA },
  to: [{ name: 'Grace', email: 'grace@analytical.example' }],
  cc: [],
  bcc: [{ name: '', email: 'log@elsewhere.example' }],
  subject: 'Grüße',
  html: '<div>Hello Grace,</div><div>shall we?</div>',
  answers: null,
};

/** @throws where the call does not fail, or fails with anything else. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderFailure['kind']> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProviderError) return error.failure.kind;
    throw error;
  }
  throw new Error('the call was expected to fail');
}

/** What arrived at the prospects, once everything that was accepted had the time to. */
export async function arrivals({ client }: Sandbox, count: number, marker = letter.marker) {
  await expect.poll(async () => (await client.ledger({ marker })).length, { timeout: 3_000 }).toBe(count);
  await new Promise((done) => setTimeout(done, 30));
  const deliveries = await client.ledger({ marker });
  expect(deliveries).toHaveLength(count);
  return deliveries;
}
