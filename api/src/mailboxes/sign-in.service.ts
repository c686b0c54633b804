import { Inject, Injectable, Logger } from '@nestjs/common';
import type { MailboxId, OrganisationId } from '#shared/ids.js';
import type { LinkRequest, SignInWay, TokenRequest, Tokens } from '#shared/user.js';
import type { Caller } from '../auth/caller.js';
import { challengeOf, deriveKey, hashToken, mintToken } from '../auth/keys.js';
import { SessionsService } from '../auth/sessions.service.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Refusal } from '../http/problem.js';
import { ProviderError } from '../providers/provider-error.js';
import { ProvidersService } from '../providers/providers.service.js';
import type { Shortfall, SignedIn } from '../providers/sign-in.js';
import { readLink, sealLink } from './mailbox-link.js';
import { MailboxesService } from './mailboxes.service.js';
import { MailboxTaken, PeopleService } from './people.service.js';
import { SignInCodes } from './sign-in-codes.js';
import { type Destination, readState, type SignInState, sealState } from './sign-in-state.js';

const MINUTES = 10;
const LINK_MINUTES = 5;

/** Why a sign-in did not come to its end, in the words of the page that says so. */
export type SignInTrouble = Shortfall | MailboxTaken['by'] | 'expired' | 'declined' | 'unreachable' | 'notSetUp';

interface Trouble {
  at: 'trouble';
  trouble: SignInTrouble;
}

export type SignInEnd =
  | { at: 'extension'; code: string; state: string }
  | { at: 'dashboard'; cookie: string }
  | Trouble;

/** What the extension or the dashboard asks for when it begins. */
export interface SignInWish {
  for: 'extension' | 'dashboard';
  challenge: string;
  state: string;
  loginHint: string | undefined;
  /** From `link`: the mailbox then joins who asked for it. */
  link: string | undefined;
}

/** Sign-in with Google and Microsoft, hosted here: the browser sees codes and our own tokens, never one of theirs. */
@Injectable()
export class SignInService {
  private readonly logger = new Logger('sign-in');
  private readonly key: Uint8Array;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly providers: ProvidersService,
    private readonly people: PeopleService,
    private readonly mailboxes: MailboxesService,
    private readonly codes: SignInCodes,
    private readonly sessions: SessionsService,
  ) {
    this.key = deriveKey(config.secret, 'sign-in state');
  }

  /** For a sign-in that adds a mailbox to the caller. */
  link({ organisationId, userId }: Caller, { challenge }: LinkRequest): { link: string } {
    const expiresAt = Date.now() + LINK_MINUTES * 60_000;
    return { link: sealLink(this.key, { organisationId, userId, challenge, expiresAt }) };
  }

  /** The address to go to. `browser` is the cookie that must come back with the answer. */
  async begin(way: SignInWay, wish: SignInWish, browser: string): Promise<{ at: 'address'; url: string } | Trouble> {
    if (!this.providers.signInWays().includes(way)) return trouble('notSetUp');
    const destination = this.destinationOf(wish);
    if (!destination) return trouble('expired');
    const verifier = mintToken();
    const nonce = mintToken();
    const state = sealState(this.key, {
      way,
      destination,
      verifier,
      nonce,
      browser: hashToken(browser),
      expiresAt: Date.now() + MINUTES * 60_000,
    });
    const ask = { redirectUri: this.redirectUri(way), state, nonce, challenge: challengeOf(verifier) };
    try {
      return {
        at: 'address',
        url: await this.providers.signIn(way).authUrl({ ...ask, loginHint: wish.loginHint }),
      };
    } catch (error) {
      return trouble(this.whyNot(way, error));
    }
  }

  /** What the answer of Google or Microsoft comes to. */
  async finish(
    way: SignInWay,
    answer: { state?: string | undefined; code?: string | undefined; error?: string | undefined },
    browser: string | undefined,
  ): Promise<SignInEnd> {
    const state = readState(this.key, answer.state ?? '', Date.now());
    if (!state || state.way !== way || browser === undefined || hashToken(browser) !== state.browser)
      return trouble('expired');
    if (answer.error !== undefined || answer.code === undefined)
      return trouble(PASSING.has(answer.error ?? '') ? 'unreachable' : 'declined');
    const person = await this.exchange(answer.code, state);
    if (typeof person === 'string') return trouble(person);
    try {
      return await this.arrive(state.destination, person);
    } catch (error) {
      if (error instanceof MailboxTaken) return trouble(error.by);
      throw error;
    }
  }

  /** Swaps the one-time code of a finished sign-in for our tokens. @throws Refusal signedOut, forbidden */
  async takeTokens(request: TokenRequest): Promise<Tokens> {
    const taken = await this.codes.take(request);
    if (!taken) throw new Refusal('signedOut', 'This sign-in is over. Start it again from the Lumina panel.');
    const { caller, connection } = taken;
    if (connection) {
      const mailboxId = await this.people.connect(caller, connection).catch((error: unknown) => {
        throw error instanceof MailboxTaken
          ? new Refusal('forbidden', `${connection.email} is somebody else's mailbox in Lumina by now.`)
          : error;
      });
      await this.watch(caller.organisationId, mailboxId);
    }
    return this.sessions.startExtension(caller);
  }

  /** A mailbox that joins somebody is connected when the code is swapped: only then it is sure that they are the one here. */
  private async arrive(destination: Destination, person: SignedIn): Promise<SignInEnd> {
    if (destination.for === 'extension' && destination.joins) {
      const { challenge, state, joins } = destination;
      await this.people.refuseOthers(joins, person);
      return { at: 'extension', code: await this.codes.mint(joins, challenge, person), state };
    }
    const { caller, mailboxId } = await this.people.welcome(person);
    await this.watch(caller.organisationId, mailboxId);
    return destination.for === 'dashboard'
      ? { at: 'dashboard', cookie: await this.sessions.start('dashboard', caller) }
      : {
          at: 'extension',
          code: await this.codes.mint(caller, destination.challenge, null),
          state: destination.state,
        };
  }

  private destinationOf(wish: SignInWish): Destination | undefined {
    const { challenge, state, link } = wish;
    if (wish.for === 'dashboard') return { for: 'dashboard' };
    const joins = link === undefined ? null : readLink(this.key, link, { challenge, now: Date.now() });
    return joins === undefined ? undefined : { for: 'extension', challenge, state, joins };
  }

  private async exchange(code: string, { way, verifier, nonce }: SignInState): Promise<SignedIn | SignInTrouble> {
    try {
      const given = { redirectUri: this.redirectUri(way), verifier, nonce };
      return await this.providers.signIn(way).exchange(code, given);
    } catch (error) {
      return this.whyNot(way, error);
    }
  }

  private whyNot(way: SignInWay, error: unknown): SignInTrouble {
    if (!(error instanceof ProviderError)) throw error;
    // The libraries' messages quote the id token and what it says of the person.
    this.logger.warn(`${way} did not complete a sign-in: ${error.failure.kind} ${firstWords(error.cause)}`);
    return error.failure.kind === 'unclear' || error.failure.kind === 'busy' ? 'unreachable' : 'expired';
  }

  private async watch(organisationId: OrganisationId, mailboxId: MailboxId): Promise<void> {
    await this.mailboxes.watch(organisationId, mailboxId).catch((error: unknown) => {
      this.logger.warn(`no pushes yet for mailbox ${mailboxId}, asked again later: ${String(error)}`);
    });
  }

  private redirectUri(way: SignInWay) {
    return `${this.config.publicUrl}/auth/${way}/callback`;
  }
}

/** What an authorization server says of itself, not of the person (RFC 6749 4.1.2.1). */
const PASSING = new Set(['server_error', 'temporarily_unavailable']);

const trouble = (what: SignInTrouble): Trouble => ({ at: 'trouble', trouble: what });

const firstWords = (cause: unknown) =>
  cause instanceof Error ? (cause.message.split(':', 1)[0] ?? '').slice(0, 80) : '';
