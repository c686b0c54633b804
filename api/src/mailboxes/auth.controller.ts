import { Controller } from '@nestjs/common';
import { linkMailbox, listSignInWays, readMe, refreshTokens, signOut, takeTokens } from '#shared/api.js';
import type { LinkRequest, Me, RefreshRequest, SignInWay, TokenRequest, Tokens } from '#shared/user.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { SessionsService } from '../auth/sessions.service.js';
import { Database } from '../db/database.js';
import { notFound } from '../http/problem.js';
import { BodyOf, Serves } from '../http/serves.js';
import { ProvidersService } from '../providers/providers.service.js';
import { SignInService } from './sign-in.service.js';

/** A signed-in browser's tokens, and who it is. Here and not in auth, because a person comes with mailboxes. */
@Controller()
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly providers: ProvidersService,
    private readonly sessions: SessionsService,
    private readonly database: Database,
  ) {}

  @Serves(listSignInWays)
  ways(): { ways: SignInWay[] } {
    return { ways: this.providers.signInWays() };
  }

  @Serves(linkMailbox)
  link(@CurrentCaller() caller: Caller, @BodyOf(linkMailbox) request: LinkRequest): { link: string } {
    return this.signIn.link(caller, request);
  }

  @Serves(takeTokens)
  take(@BodyOf(takeTokens) request: TokenRequest): Promise<Tokens> {
    return this.signIn.takeTokens(request);
  }

  @Serves(refreshTokens)
  refresh(@BodyOf(refreshTokens) { refreshToken }: RefreshRequest): Promise<Tokens> {
    return this.sessions.refresh(refreshToken);
  }

  @Serves(signOut)
  async end(@BodyOf(signOut) { refreshToken }: RefreshRequest): Promise<object> {
    await this.sessions.endByToken(refreshToken);
    return {};
  }

  @Serves(readMe)
  async me(@CurrentCaller() caller: Caller): Promise<Me> {
    const [me] = await this.database.of(caller.organisationId).query<Me>(
      `select u.id, u.organisation_id as "organisationId", o.name as organisation, u.email, u.name, u.role,
         coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'provider', m.provider, 'address', m.address, 'health', m.health)
           order by m.created_at, m.id) from mailboxes m where m.user_id = u.id), '[]') as mailboxes
       from users u join organisations o on o.id = u.organisation_id where u.id = $1`,
      [caller.userId],
    );
    if (!me) throw notFound('person');
    return me;
  }
}
