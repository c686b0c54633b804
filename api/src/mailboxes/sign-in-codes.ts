import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProviderName } from '#shared/mailbox.js';
import type { TokenRequest } from '#shared/user.js';
import type { Caller } from '../auth/caller.js';
import { challengeOf, deriveKey, hashToken, mintToken } from '../auth/keys.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Database } from '../db/database.js';
import { seal, unseal } from '../db/sealed.js';
import { KeptTokens } from './sealed-tokens.js';

const SECONDS = 60;

/** A mailbox somebody was let into, before it is anybody's here. */
export const Connection = z.object({
  provider: ProviderName,
  subject: z.string(),
  email: z.string(),
  scopes: z.array(z.string()),
  tokens: KeptTokens,
});
export type Connection = z.infer<typeof Connection>;

/** The one-time codes of finished sign-ins: what one is good for is had by who holds its verifier, and by nobody else. */
@Injectable()
export class SignInCodes {
  private readonly key: Uint8Array;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.key = deriveKey(config.secret, 'mailbox tokens');
  }

  /** @param connection the mailbox that is to become the person's when the code is swapped */
  async mint(person: Omit<Caller, 'role'>, challenge: string, connection: Connection | null): Promise<string> {
    const code = mintToken();
    const hash = hashToken(code);
    await this.database.system.query(
      `insert into sign_in_codes (code_hash, organisation_id, user_id, challenge, sealed_connection, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))`,
      [
        hash,
        person.organisationId,
        person.userId,
        challenge,
        connection && seal(this.key, JSON.stringify(connection), about(hash)),
        SECONDS,
      ],
    );
    return code;
  }

  /** Undefined when there is no such code (any more), or the verifier is not the one. */
  async take({ code, verifier }: TokenRequest): Promise<{ caller: Caller; connection: Connection | null } | undefined> {
    const hash = hashToken(code);
    // Used up by the first try, whether the verifier fits or not.
    const [row] = await this.database.system.query<Caller & { challenge: string; sealed: string | null }>(
      `update sign_in_codes c set used_at = now(), sealed_connection = null
       from users u, sign_in_codes before
       where c.code_hash = $1 and c.used_at is null and c.expires_at > now() and u.id = c.user_id
         and before.code_hash = c.code_hash
       returning c.organisation_id as "organisationId", c.user_id as "userId", u.role, c.challenge,
         before.sealed_connection as sealed`,
      [hash],
    );
    if (!row || row.challenge !== challengeOf(verifier)) return undefined;
    const { organisationId, userId, role, sealed } = row;
    return {
      caller: { organisationId, userId, role },
      connection: sealed === null ? null : Connection.parse(JSON.parse(unseal(this.key, sealed, about(hash)))),
    };
  }
}

const about = (codeHash: string) => `mailbox of sign-in ${codeHash}`;
