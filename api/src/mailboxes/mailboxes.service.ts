import { Injectable } from '@nestjs/common';
import type { MailboxId, OrganisationId, UserId } from '#shared/ids.js';
import type { ProviderName } from '#shared/mailbox.js';
import type { Caller } from '../auth/caller.js';
import { Database } from '../db/database.js';
import type { Provider } from '../providers/provider.js';

/** Reps' mailboxes: opening them, and keeping their tokens and watches good. */
@Injectable()
export class MailboxesService {
  constructor(private readonly database: Database) {}

  /**
   * The mailbox, ready for calls. Nothing is asked of the provider yet unless the access token is about to expire.
   * @throws ProviderError signedOut when the rep has to sign in again, unclear when the provider does not answer.
   */
  async open(_organisationId: OrganisationId, _mailboxId: MailboxId): Promise<Provider> {
    throw new Error('not there yet');
  }

  /** The caller's mailbox of this address, in any case. */
  async ofAddress(caller: Caller, address: string): Promise<{ id: MailboxId } | undefined> {
    const [row] = await this.database
      .of(caller.organisationId)
      .query<{ id: MailboxId }>('select id from mailboxes where user_id = $1 and lower(address) = lower($2)', [
        caller.userId,
        address,
      ]);
    return row;
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
  async markSignedOut(_organisationId: OrganisationId, _mailboxId: MailboxId): Promise<void> {
    throw new Error('not there yet');
  }

  /** Mailboxes whose watch should be renewed: daily. For the sweep. */
  async watchesDue(): Promise<{ organisationId: OrganisationId; mailboxId: MailboxId }[]> {
    throw new Error('not there yet');
  }

  /** Asks the provider for pushes, for some more days. */
  async watch(_organisationId: OrganisationId, _mailboxId: MailboxId): Promise<void> {
    throw new Error('not there yet');
  }
}
