import browser from 'webextension-polyfill';
import { refreshTokens, signOut, takeTokens } from '#shared/api.js';
import { ApiError, createApiClient } from '#shared/api-client.js';
import type { Webmail } from '#shared/draft.js';
import { mailPrograms } from '#shared/mail-programs.js';
import type { Tokens } from '#shared/user.js';
import type { Db } from './db.js';
import { mintSecret, s256 } from './pkce.js';

/** What of a sign-in under way must survive the worker being stopped while the rep types a password. */
interface SigningIn {
  state: string;
  verifier: string;
}

/**
 * The rep's sign-in to Lumina. The access token is gone with the browser, the refresh token stays on this computer, in the
 * database: extension storage can be read by content scripts too, and those share a process with the mail page. Google's and
 * Microsoft's own tokens never come here.
 */
export class Session {
  readonly #apiUrl: () => Promise<string>;
  readonly #publicly;
  #renewing: Promise<string | null> | null = null;

  constructor(
    private readonly db: Db,
    apiUrl: () => Promise<string>,
  ) {
    this.#apiUrl = apiUrl;
    this.#publicly = createApiClient(async (path, init) => fetch((await apiUrl()) + path, init));
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.#refreshToken()) !== null;
  }

  /** A token good for half a minute at least; null when signed out. @throws Unreachable when it had to be renewed and could not. */
  async token(): Promise<string | null> {
    const { access } = (await browser.storage.session.get('access')) as { access?: Tokens };
    if (access && Date.parse(access.expiresAt) > Date.now() + 30_000) return access.accessToken;
    return await this.renew(access?.accessToken ?? null);
  }

  /** Trades the refresh token, once for all who ask at the same time. `stale` is the token that was refused. */
  async renew(stale: string | null): Promise<string | null> {
    this.#renewing ??= this.#renew(stale).finally(() => {
      this.#renewing = null;
    });
    return await this.#renewing;
  }

  async #renew(stale: string | null): Promise<string | null> {
    const { access } = (await browser.storage.session.get('access')) as { access?: Tokens };
    if (access && access.accessToken !== stale) return access.accessToken;
    const refreshToken = await this.#refreshToken();
    if (!refreshToken) return null;
    try {
      return await this.#keep(await this.#publicly(refreshTokens, { body: { refreshToken } }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status >= 500) throw error;
      await this.clear();
      return null;
    }
  }

  /**
   * Opens the sign-in behind a webmail, hosted by the API, in a window of its own. PKCE: RFC 7636.
   * @param linkFor asks the API for a link: the mailbox then joins the person who asked for it. null: it does not
   */
  async begin({
    mailbox,
    webmail,
    linkFor,
  }: {
    mailbox: string;
    webmail: Webmail;
    linkFor: ((challenge: string) => Promise<string>) | null;
  }): Promise<void> {
    const signingIn: SigningIn = { state: mintSecret(), verifier: mintSecret() };
    const challenge = await s256(signingIn.verifier);
    const search = new URLSearchParams({ challenge, state: signingIn.state });
    if (mailbox) search.set('login_hint', mailbox);
    if (linkFor) search.set('link', await linkFor(challenge));
    await browser.storage.session.set({ signingIn });
    const url = `${await this.#apiUrl()}/auth/${mailPrograms[webmail].signIn}?${search}`;
    await browser.windows
      .create({ url, type: 'popup', width: 500, height: 680 })
      .catch(() => browser.tabs.create({ url }));
  }

  /** @returns true when `url` was the end of the sign-in under way, and it succeeded. */
  async finish(url: string, tabId: number): Promise<boolean> {
    if (!url.startsWith(`${await this.#apiUrl()}/auth/done?`)) return false;
    const given = new URL(url).searchParams;
    const { signingIn } = (await browser.storage.session.get('signingIn')) as { signingIn?: SigningIn };
    const code = given.get('code');
    if (!signingIn || !code || given.get('state') !== signingIn.state) return false;
    await browser.storage.session.remove('signingIn'); // a code is good once: a second event for the same page is not ours
    await this.#keep(await this.#publicly(takeTokens, { body: { code, verifier: signingIn.verifier } }));
    await browser.tabs.remove(tabId).catch(() => undefined);
    return true;
  }

  async signOut(): Promise<void> {
    const refreshToken = await this.#refreshToken();
    await this.clear();
    // Offline, the token is forgotten here all the same; it ends at the API by its own age.
    if (refreshToken) await this.#publicly(signOut, { body: { refreshToken } }).catch(() => undefined);
  }

  async clear(): Promise<void> {
    await this.db.meta.delete('refreshToken');
    await browser.storage.session.remove('access');
  }

  async #keep(tokens: Tokens): Promise<string> {
    await this.db.meta.put({ key: 'refreshToken', value: tokens.refreshToken });
    await browser.storage.session.set({ access: tokens });
    return tokens.accessToken;
  }

  async #refreshToken(): Promise<string | null> {
    return ((await this.db.meta.get('refreshToken'))?.value ?? null) as string | null;
  }
}
