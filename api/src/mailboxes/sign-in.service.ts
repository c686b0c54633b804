import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OrganisationId, UserId } from '#shared/ids.js';
import type { Role, TokenRequest, Tokens } from '#shared/user.js';
import type { Caller } from '../auth/caller.js';
import { challengeOf, deriveKey, hashToken, mintToken } from '../auth/keys.js';
import { SessionsService } from '../auth/sessions.service.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Database } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { GMAIL_SCOPES, type SignedIn } from '../providers/google-sign-in.js';
import { ProviderError } from '../providers/provider-error.js';
import { ProvidersService } from '../providers/providers.service.js';
import { MailboxesService } from './mailboxes.service.js';
import { MailboxElsewhere, PeopleService } from './people.service.js';
import { type Destination, readState, sealState } from './sign-in-state.js';

const MINUTES = 10;
const CODE_SECONDS = 60;

/** Why a sign-in did not come to its end, in the words of the page that says so. */
export type SignInTrouble = 'expired' | 'declined' | 'unticked' | 'noRefresh' | 'elsewhere' | 'unreachable';

export type SignInEnd =
  | { at: 'extension'; code: string; state: string }
  | { at: 'dashboard'; cookie: string }
  | { at: 'trouble'; trouble: SignInTrouble };

/** Sign-in with Google, hosted here: the browser sees codes and our own tokens, never one of Google's. */
@Injectable()
export class SignInService {
  private readonly logger = new Logger('sign-in');
  private readonly key: Uint8Array;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly providers: ProvidersService,
    private readonly people: PeopleService,
    private readonly mailboxes: MailboxesService,
    private readonly sessions: SessionsService,
  ) {
    this.key = deriveKey(config.secret, 'sign-in state');
  }

  /** Google's address to go to. `browser` is the cookie that must come back with the answer. */
  begin(destination: Destination, browser: string, loginHint: string | undefined): string {
    const verifier = mintToken();
    const nonce = mintToken();
    const state = sealState(this.key, {
      destination,
      verifier,
      nonce,
      browser: hashToken(browser),
      expiresAt: Date.now() + MINUTES * 60_000,
    });
    return this.providers
      .googleSignIn()
      .authUrl({ redirectUri: this.redirectUri(), state, nonce, challenge: challengeOf(verifier), loginHint });
  }

  /** What Google's answer comes to. */
  async finish(
    answer: { state?: string | undefined; code?: string | undefined; error?: string | undefined },
    browser: string | undefined,
  ): Promise<SignInEnd> {
    const state = readState(this.key, answer.state ?? '', Date.now());
    if (!state || browser === undefined || hashToken(browser) !== state.browser) return trouble('expired');
    if (answer.error !== undefined || answer.code === undefined) return trouble('declined');
    const { verifier, nonce, destination } = state;
    const person = await this.exchange(answer.code, verifier, nonce);
    if (typeof person === 'string') return trouble(person);
    if (!GMAIL_SCOPES.every((scope) => person.scopes.includes(scope))) return trouble('unticked');
    if (!person.tokens) return trouble('noRefresh');
    try {
      const { caller, mailboxId } = await this.people.welcome(person, person.tokens);
      await this.mailboxes.watch(caller.organisationId, mailboxId).catch((error: unknown) => {
        this.logger.warn(`no pushes yet for mailbox ${mailboxId}, asked again later: ${String(error)}`);
      });
      return destination.for === 'dashboard'
        ? { at: 'dashboard', cookie: await this.sessions.start('dashboard', caller) }
        : { at: 'extension', code: await this.newCode(caller, destination.challenge), state: destination.state };
    } catch (error) {
      if (error instanceof MailboxElsewhere) return trouble('elsewhere');
      throw error;
    }
  }

  /** Swaps the one-time code of a finished sign-in for our tokens. @throws Refusal signedOut */
  async takeTokens({ code, verifier }: TokenRequest): Promise<Tokens> {
    // Used up by the first try, whether the verifier fits or not.
    const [row] = await this.database.system.query<{
      organisationId: OrganisationId;
      userId: UserId;
      role: Role;
      challenge: string;
    }>(
      `update sign_in_codes c set used_at = now() from users u
       where c.code_hash = $1 and c.used_at is null and c.expires_at > now() and u.id = c.user_id
       returning c.organisation_id as "organisationId", c.user_id as "userId", u.role, c.challenge`,
      [hashToken(code)],
    );
    if (!row || row.challenge !== challengeOf(verifier))
      throw new Refusal('signedOut', 'This sign-in is over. Start it again from the Lumina panel.');
    const { organisationId, userId, role } = row;
    return this.sessions.startExtension({ organisationId, userId, role });
  }

  private async newCode(caller: Caller, challenge: string): Promise<string> {
    const code = mintToken();
    await this.database.system.query(
      `insert into sign_in_codes (code_hash, organisation_id, user_id, challenge, expires_at)
       values ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
      [hashToken(code), caller.organisationId, caller.userId, challenge, CODE_SECONDS],
    );
    return code;
  }

  private async exchange(code: string, verifier: string, nonce: string): Promise<SignedIn | SignInTrouble> {
    try {
      const given = { redirectUri: this.redirectUri(), verifier, nonce };
      return await this.providers.googleSignIn().exchange(code, given);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // The library's messages quote the id token and what it says of the person.
      this.logger.warn(`Google did not complete a sign-in: ${error.failure.kind} ${firstWords(error.cause)}`);
      return error.failure.kind === 'unclear' || error.failure.kind === 'busy' ? 'unreachable' : 'expired';
    }
  }

  private redirectUri() {
    return `${this.config.publicUrl}/auth/google/callback`;
  }
}

const trouble = (what: SignInTrouble): SignInEnd => ({ at: 'trouble', trouble: what });

const firstWords = (cause: unknown) =>
  cause instanceof Error ? (cause.message.split(':', 1)[0] ?? '').slice(0, 80) : '';
