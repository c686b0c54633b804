import { account } from '../accounts.js';
import { withFault } from '../fate.js';
import { type Answer, type Ask, json, UnknownRoute } from '../http.js';
import { Mailbox } from '../mailbox.js';
import { bearer } from '../oidc.js';
import { type Access, accessOf } from '../tokens.js';
import type { World } from '../world.js';
import { accountRoutes } from './account.js';
import { type Call, GoogleError, type Needs, type Route } from './call.js';
import { draftRoutes } from './drafts.js';
import { refusal } from './fate.js';
import { messageRoutes } from './messages.js';
import { spend } from './quota.js';
import { readUpload } from './upload.js';

const ROUTES = [...accountRoutes, ...draftRoutes, ...messageRoutes];

const PREFIX = /^(\/upload)?\/gmail\/v1\/users\/([^/]+)\/(.+)$/;

const AUTH = 'https://www.googleapis.com/auth/gmail.';
const FULL = ['https://mail.google.com/', `${AUTH}modify`];
const ACCEPTED: Record<Needs, string[]> = {
  read: [...FULL, `${AUTH}readonly`, `${AUTH}compose`, `${AUTH}metadata`],
  compose: [...FULL, `${AUTH}compose`],
  send: [...FULL, `${AUTH}compose`, `${AUTH}send`],
  modify: FULL,
};

/** The Gmail REST API as `googleapis` calls it when `rootUrl` is this server. */
export async function gmailApi(world: World, ask: Ask): Promise<Answer> {
  const { route, userId, params } = find(ask);
  try {
    const access = accessOf(world.store, bearer(ask));
    if (!access)
      throw new GoogleError(
        401,
        'authError',
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      );
    const call = callOf(world, ask, access, userId, params);
    world.called(route.operation, call.mailbox.email);
    if (!ACCEPTED[route.needs].some((scope) => access.scope.split(' ').includes(scope))) {
      throw new GoogleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
    }
    spend(world, call.mailbox, route.units);
    return await withFault(world, route.operation, () => answerOf(route, call), refusal);
  } catch (error) {
    if (error instanceof GoogleError) return error.answer();
    throw error;
  }
}

function answerOf(route: Route, call: Call): Answer {
  try {
    const result = route.handle(call);
    return result === undefined ? { status: 204 } : json(result);
  } catch (error) {
    if (error instanceof GoogleError) return error.answer();
    throw error;
  }
}

function find(ask: Ask): { route: Route; userId: string; params: string[] } {
  const [, upload, userId = '', rest = ''] = PREFIX.exec(ask.url.pathname) ?? [];
  const given = rest.split('/').map(decodeURIComponent);
  for (const route of ROUTES) {
    const parts = route.path.split('/');
    const fits = parts.length === given.length && parts.every((part, index) => part === '{}' || part === given[index]);
    const takesMail = ['drafts.create', 'drafts.update', 'drafts.send', 'messages.send'].includes(route.operation);
    if (!fits || route.method !== ask.method || (upload !== undefined && !takesMail)) continue;
    return { route, userId: decodeURIComponent(userId), params: given.filter((_, index) => parts[index] === '{}') };
  }
  throw new UnknownRoute(`${ask.method} ${ask.url.pathname}`);
}

function callOf(world: World, ask: Ask, access: Access, userId: string, params: string[]): Call {
  const owner = account(world.store, access.account, 'google');
  if (!owner) throw new GoogleError(401, 'authError', 'Invalid Credentials');
  if (userId !== 'me' && userId.toLowerCase() !== owner.email)
    throw new GoogleError(403, 'forbidden', `Delegation denied for ${owner.email}`);
  return {
    world,
    mailbox: new Mailbox(world.store, owner.email),
    params,
    query: ask.url.searchParams,
    ...readUpload(ask),
  };
}
