import { Inject, Injectable, Logger } from '@nestjs/common';
import type { MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import { type Mailbox, mailProgram, type ProviderName } from '#shared/mailbox.js';
import { deriveKey } from '../auth/keys.js';
import { ChangesService } from '../changes/changes.service.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Database, type Sql } from '../db/database.js';
import type { Provider } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { ProvidersService } from '../providers/providers.service.js';
import type { MailboxTokens } from '../providers/sign-in.js';
import { sealTokens, unsealTokens } from './sealed-tokens.js';

interface MailboxRow {
  provider: ProviderName;
  address: string;
  health: Mailbox['health'];
  sealed_tokens: string;
}

/** A token that has less than this left may run out on the way. */
const SPARE_MS = 60_000;
/** How long to leave an authorization server alone that did not give a new token. */
const REST_MS = 5_000;

/** Reps' mailboxes: opening them, and keeping their tokens and watches good. */
@Injectable()
export class MailboxesService {
  private readonly logger = new Logger('mailboxes');
  private readonly key: Uint8Array;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
    private readonly changes: ChangesService,
    private readonly providers: ProvidersService,
  ) {
    this.key = deriveKey(config.secret, 'mailbox tokens');
  }

  /**
   * The mailbox, ready for calls. The provider is asked for nothing yet; a token that is about to run out is renewed with
   * the first call.
   * @throws ProviderError signedOut when the rep has to sign in again first.
   */
  async open(organisationId: OrganisationId, mailboxId: MailboxId): Promise<Provider> {
    const row = await this.row(this.database.of(organisationId), mailboxId);
    if (row.health === 'signedOut') throw new ProviderError({ kind: 'signedOut' });
    let tokens = await this.unsealed(row, { organisationId, mailboxId });
    const renew = async (stale: string) => {
      tokens = await this.renewed(organisationId, mailboxId, stale);
      return tokens.accessToken;
    };
    const token = () => (hasTime(tokens) ? Promise.resolve(tokens.accessToken) : renew(tokens.accessToken));
    switch (row.provider) {
      case 'gmail':
        return this.providers.gmail({ token, renew });
      case 'graph':
        return this.providers.graph({ token, renew }, { id: mailboxId, address: row.address });
    }
  }

  /** Whose mailbox an address is, in any organisation. Only for provider pushes, which know nothing else. */
  async findByAddress(
    provider: ProviderName,
    address: string,
  ): Promise<{ id: MailboxId; organisationId: OrganisationId; userId: UserId } | undefined> {
    const [row] = await this.database.system.query<{ id: MailboxId; organisationId: OrganisationId; userId: UserId }>(
      `select id, organisation_id as "organisationId", user_id as "userId" from mailboxes
       where provider = $1 and address = lower($2)`,
      [provider, address],
    );
    return row;
  }

  /** Notes that the provider no longer knows us, and tells the rep, once. */
  async markSignedOut(organisationId: OrganisationId, mailboxId: MailboxId): Promise<void> {
    await this.database.of(organisationId).transaction(async (sql) => {
      const [lost] = await sql.query<{ user_id: UserId; address: string; provider: ProviderName }>(
        `update mailboxes set health = 'signedOut' where id = $1 and health = 'ok' returning user_id, address, provider`,
        [mailboxId],
      );
      if (!lost) return;
      await this.changes.feed(sql, {
        organisationId,
        userId: lost.user_id,
        kind: 'mailbox.signedOut',
        emailId: null,
        draftId: null,
        status: null,
        text: `${mailProgram(lost.provider)} asks you to sign in again for ${lost.address}. Mail that is waiting goes out when you have.`,
      });
    });
  }

  /** Mailboxes whose watch should be renewed: daily, as Gmail's guide asks, though one lasts seven days with either. For the sweep. */
  async watchesDue(): Promise<{ organisationId: OrganisationId; mailboxId: MailboxId }[]> {
    return this.database.system.query(
      `select organisation_id as "organisationId", id as "mailboxId" from mailboxes
       where health = 'ok' and (watch_expires_at is null or watch_expires_at < now() + interval '6 days') limit 500`,
    );
  }

  /** The provider said that it sends no more pushes: whoever looks into the mailbox next asks for them again. */
  async forgetWatch(mailboxIds: readonly MailboxId[]): Promise<void> {
    if (mailboxIds.length > 0)
      await this.database.system.query('update mailboxes set watch_expires_at = null where id = any($1::uuid[])', [
        mailboxIds,
      ]);
  }

  /** Asks the provider for pushes, for some more days. @throws ProviderError */
  async watch(organisationId: OrganisationId, mailboxId: MailboxId): Promise<void> {
    const provider = await this.open(organisationId, mailboxId);
    const { expiresAt, cursor } = await provider.watch();
    // The cursor is how far we have read, never how far the provider is: only the first watch may set it.
    await this.database
      .of(organisationId)
      .query('update mailboxes set watch_expires_at = $2, cursor = coalesce(cursor, $3) where id = $1', [
        mailboxId,
        expiresAt,
        cursor,
      ]);
  }

  /** Puts new tokens into a mailbox's row; it is healthy again. */
  seal(tokens: MailboxTokens, owner: { organisationId: OrganisationId; mailboxId: MailboxId }): string {
    return sealTokens(this.key, tokens, owner);
  }

  /** One refresh at a time: whoever waited for the lock finds the token the other one brought. */
  private async renewed(organisationId: OrganisationId, mailboxId: MailboxId, stale: string): Promise<MailboxTokens> {
    const owner = { organisationId, mailboxId };
    try {
      return await this.database.of(organisationId).transaction(async (sql) => {
        await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [mailboxId]);
        const row = await this.row(sql, mailboxId);
        const now = unsealTokens(this.key, row.sealed_tokens, owner);
        if (now.accessToken !== stale && hasTime(now)) return now;
        const fresh = await this.providers.signIn(wayInto[row.provider]).refresh(now.refreshToken);
        await sql.query('update mailboxes set sealed_tokens = $2 where id = $1', [
          mailboxId,
          sealTokens(this.key, fresh, owner),
        ]);
        return fresh;
      });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.failure.kind !== 'signedOut') {
        this.logger.warn(`the token of mailbox ${mailboxId} was not renewed: ${error.failure.kind}`);
        // Whatever became of the refresh, the call it was for was not made: nothing is unclear about a mail.
        throw error.failure.kind === 'busy' ? error : new ProviderError({ kind: 'busy', retryAfterMs: REST_MS }, error);
      }
      this.logger.warn(`mailbox ${mailboxId} is signed out: its grant was taken back or ran out`);
      await this.markSignedOut(organisationId, mailboxId);
      throw error;
    }
  }

  /** Tokens sealed with another secret are lost: the rep signs in again, and no mail waits for ever without a word. */
  private async unsealed(row: MailboxRow, owner: { organisationId: OrganisationId; mailboxId: MailboxId }) {
    try {
      return unsealTokens(this.key, row.sealed_tokens, owner);
    } catch (error) {
      this.logger.error(
        `the tokens of mailbox ${owner.mailboxId} cannot be opened: is LUMINA_SECRET another than before?`,
      );
      await this.markSignedOut(owner.organisationId, owner.mailboxId);
      throw new ProviderError({ kind: 'signedOut' }, error);
    }
  }

  private async row(sql: Sql, mailboxId: MailboxId): Promise<MailboxRow> {
    const [row] = await sql.query<MailboxRow>(
      'select provider, address, health, sealed_tokens from mailboxes where id = $1',
      [mailboxId],
    );
    if (!row) throw new Error(`there is no mailbox ${mailboxId}`);
    return row;
  }
}

const wayInto = { gmail: 'google', graph: 'microsoft' } as const;

const hasTime = (tokens: MailboxTokens) => tokens.expiresAt.getTime() - Date.now() > SPARE_MS;
