import { z } from 'zod';
import { ProviderError } from './provider-error.js';

const Me = z.object({
  /** The mailbox's first address; null for an account without one in this tenant. */
  mail: z.string().nullish(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
});
export type Me = z.infer<typeof Me>;

/** What Graph says of the account a token is for, asked at sign-in. */
export class MicrosoftAccount {
  constructor(
    private readonly graphUrl: string,
    private readonly accessToken: string,
    private readonly timeoutMs: number,
  ) {}

  /** @throws ProviderError */
  async me(): Promise<Me> {
    const response = await this.ask('me?$select=mail,userPrincipalName,displayName');
    const read = Me.safeParse(await response.json().catch(() => undefined));
    if (response.ok && read.success) return read.data;
    throw new ProviderError(
      { kind: 'refused', reason: 'Microsoft does not say whose mailbox this is.' },
      new Error(`/me answered ${response.status}`),
    );
  }

  /**
   * Many accounts have none that Graph may open: administrators, people without a licence, mailboxes on a company's own
   * Exchange, and private accounts under another provider's address. @throws ProviderError
   */
  async hasMailbox(): Promise<boolean> {
    return (await this.ask('me/mailFolders/inbox?$select=id')).ok;
  }

  private async ask(path: string): Promise<Response> {
    const response = await fetch(this.graphUrl + path, {
      headers: { authorization: `Bearer ${this.accessToken}`, accept: 'application/json' },
      signal: AbortSignal.timeout(this.timeoutMs),
    }).catch((error: unknown) => {
      throw new ProviderError({ kind: 'unclear' }, error);
    });
    if (response.status < 500 && response.status !== 429) return response;
    throw new ProviderError({ kind: 'unclear' }, new Error(`Graph answered ${response.status}`));
  }
}
