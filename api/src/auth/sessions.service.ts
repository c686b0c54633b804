import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type OrganisationId, UserId } from '#shared/ids.js';
import type { Role, Tokens } from '#shared/user.js';
import { Database } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { AccessTokens } from './access-tokens.js';
import type { Caller } from './caller.js';
import { hashToken, mintToken } from './keys.js';

const DAYS = 60;
/** A browser may be killed between asking and hearing the answer; within this the token it still has works once more. */
const GRACE = '30 seconds';

interface SessionRow {
  id: string;
  organisation_id: OrganisationId;
  user_id: UserId;
  role: Role;
  is_previous: boolean;
  is_within_grace: boolean;
}

/** Signed-in browsers: refresh tokens that rotate, and the dashboard's cookie. Only hashes are stored. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly accessTokens: AccessTokens,
  ) {}

  async start(kind: 'extension' | 'dashboard', caller: Caller): Promise<string> {
    const token = mintToken();
    await this.database.of(caller.organisationId).query(
      `insert into sessions (id, organisation_id, user_id, kind, token_hash, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
      [randomUUID(), caller.organisationId, caller.userId, kind, hashToken(token), DAYS],
    );
    return token;
  }

  async startExtension(caller: Caller): Promise<Tokens> {
    const refreshToken = await this.start('extension', caller);
    return { ...(await this.accessTokens.issue(caller)), refreshToken };
  }

  /**
   * Trades a refresh token for a new pair. One that was traded before ends the session: somebody else has it.
   * @throws Refusal signedOut
   */
  async refresh(refreshToken: string): Promise<Tokens> {
    const hash = hashToken(refreshToken);
    const next = mintToken();
    const session = await this.find(hash, 'extension');
    if (!session) throw signedOut();
    if (session.is_previous && !session.is_within_grace) {
      await this.end(session.id);
      throw signedOut();
    }
    const rotated = await this.database.system.query(
      `update sessions set previous_hash = case when token_hash = $2 then token_hash else previous_hash end,
         token_hash = $3, rotated_at = now()
       where id = $1 and (token_hash = $2 or previous_hash = $2) and revoked_at is null returning id`,
      [session.id, hash, hashToken(next)],
    );
    if (rotated.length === 0) throw signedOut();
    const caller = { userId: session.user_id, organisationId: session.organisation_id, role: session.role };
    return { ...(await this.accessTokens.issue(caller)), refreshToken: next };
  }

  async endByToken(token: string): Promise<void> {
    const hash = hashToken(token);
    await this.database.system.query(
      `update sessions set revoked_at = now() where (token_hash = $1 or previous_hash = $1) and revoked_at is null`,
      [hash],
    );
  }

  async ofDashboard(token: string): Promise<Caller | undefined> {
    const session = await this.find(hashToken(token), 'dashboard');
    return session && { userId: session.user_id, organisationId: session.organisation_id, role: session.role };
  }

  private async end(id: string) {
    await this.database.system.query('update sessions set revoked_at = now() where id = $1', [id]);
  }

  private async find(hash: string, kind: 'extension' | 'dashboard'): Promise<SessionRow | undefined> {
    const [row] = await this.database.system.query<SessionRow>(
      `select s.id, s.organisation_id, s.user_id, u.role, s.token_hash <> $1 as is_previous,
         s.rotated_at > now() - interval '${GRACE}' as is_within_grace
       from sessions s join users u on u.id = s.user_id
       where (s.token_hash = $1 or s.previous_hash = $1) and s.kind = $2 and s.revoked_at is null and s.expires_at > now()`,
      [hash, kind],
    );
    return row;
  }
}

const signedOut = () =>
  new Refusal('signedOut', 'You are signed out. Sign in again; your drafts are kept on this computer.');
