import { challengeOf, mintToken } from '../../auth/keys.js';

/** What a person does at Google's page, or Microsoft's. */
export interface AtTheirPage {
  account: string;
  decision?: 'allow' | 'cancel';
  untick?: string[];
}

/** A browser without a screen: it follows redirects, keeps cookies, and presses Allow. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** Signs in from `start` to wherever it ends. @returns the last address, its page, and the cookies set on the way */
  async signIn(start: string, atTheirPage: AtTheirPage): Promise<{ url: URL; status: number; page: string }> {
    let response = await this.get(start);
    if (response.page.includes('name="decision"')) response = await this.answer(response, atTheirPage);
    return response;
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  async get(address: string, init: RequestInit = {}): Promise<{ url: URL; status: number; page: string }> {
    const url = new URL(address);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    // As a browser does: an address to go to counts with a redirect's status only.
    const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    return to === null
      ? { url, status: response.status, page: await response.text() }
      : this.get(new URL(to, url).href);
  }

  private answer({ url, page }: { url: URL; page: string }, { account, decision = 'allow', untick = [] }: AtTheirPage) {
    const offered = [...page.matchAll(/name="offered" value="([^"]*)"/g)].map(([, scope = '']) => scope);
    const form = new URLSearchParams({ account, decision });
    for (const scope of offered) {
      form.append('offered', scope);
      if (!untick.some((part) => scope.includes(part))) form.append('scope', scope);
    }
    return this.get(url.href, { method: 'POST', body: form });
  }
}

/** What the extension does: a verifier it keeps, a challenge it shows. */
export const pkce = () => {
  const verifier = mintToken();
  return { verifier, challenge: challengeOf(verifier) };
};
