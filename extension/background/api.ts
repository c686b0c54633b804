import browser from 'webextension-polyfill';
import { type ApiClient, createApiClient } from '#shared/api-client.js';
import type { Problem } from '#shared/problem.js';
import type { Session } from './session.js';

/** The API's address: what the rep set on the options page, else what this build came with. No slash at its end. */
export async function readApiUrl(): Promise<string> {
  const { apiUrl } = (await browser.storage.local.get('apiUrl')) as { apiUrl?: string };
  if (apiUrl) return apiUrl.replace(/\/+$/, '');
  const shipped = (await (await fetch(browser.runtime.getURL('lumina.json'))).json()) as { apiUrl: string };
  return shipped.apiUrl.replace(/\/+$/, '');
}

/** The API as the signed-in rep. A token that is refused is renewed once. Signed out, nothing is asked. */
export function createApi(session: Session, apiUrl: () => Promise<string>): ApiClient {
  return createApiClient(async (path, init) => {
    const token = await session.token();
    if (!token) return signedOut();
    const address = (await apiUrl()) + path;
    const answer = await fetch(address, withToken(init, token));
    if (answer.status !== 401) return answer;
    const renewed = await session.renew(token);
    return renewed ? await fetch(address, withToken(init, renewed)) : answer;
  });
}

const withToken = (init: RequestInit, token: string): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
});

const signedOut = () => {
  const problem: Problem = { code: 'signedOut', title: 'Sign in to Lumina to go on.', status: 401 };
  return Response.json(problem, { status: 401 });
};
