import { account } from '../accounts.js';
import { withFault } from '../fate.js';
import { type Answer, type Ask, UnknownRoute } from '../http.js';
import { Mailbox } from '../mailbox.js';
import { bearer } from '../oidc.js';
import { type Access, accessOf } from '../tokens.js';
import type { World } from '../world.js';
import { attachmentRoutes } from './attachments.js';
import { badRequest, type Call, GraphError, type Needs, preference, type Route } from './call.js';
import { deltaRoutes } from './delta.js';
import { draftRoutes } from './drafts.js';
import { meRoutes } from './me.js';
import { messageRoutes } from './messages.js';
import { refusal } from './refusal.js';
import { replyRoutes } from './replies.js';
import { subscriptionRoutes } from './subscriptions.js';
import { inOnePlace } from './throttle.js';

const ROUTES = [
  ...meRoutes,
  ...deltaRoutes,
  ...subscriptionRoutes,
  ...messageRoutes,
  ...draftRoutes,
  ...replyRoutes,
  ...attachmentRoutes,
];

/** A permission, and those that contain it. */
const ENOUGH: Record<Needs, string[]> = {
  'User.Read': ['User.Read', 'User.ReadWrite'],
  'Mail.Read': ['Mail.Read', 'Mail.ReadWrite'],
  'Mail.ReadWrite': ['Mail.ReadWrite'],
  'Mail.Send': ['Mail.Send'],
};

/** JSON that is written may be this large (concepts/outlook-large-attachments: 4 MB for a whole request). */
const MAX_BODY = 4 * 1024 * 1024;

/** Microsoft Graph v1.0, as Microsoft's own client calls it when `baseUrl` is this server. */
export async function graphApi(world: World, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const clientRequestId = [ask.headers['client-request-id']].flat()[0];
  try {
    const access = accessOf(world.store, bearer(ask));
    const owner = access && account(world.store, access.account, 'microsoft');
    if (!access || !owner) throw unauthenticated(bearer(ask));
    const { route, params } = find(ask, [owner.email, owner.sub]);
    world.called(route.operation, owner.email);
    if (!ENOUGH[route.needs].some((scope) => holds(access, scope)))
      throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    const idKind = preference(ask.headers, 'IdType') === 'ImmutableId' ? ('immutable' as const) : ('usual' as const);
    const work = () =>
      answerOf(route, clientRequestId, () => ({
        world,
        owner,
        mailbox: new Mailbox(world.store, owner.email),
        clientId: access.clientId,
        params,
        query: ask.url.searchParams,
        body: readJson(ask),
        headers: ask.headers,
        base: `${ask.url.origin}/v1.0`,
        idKind,
        signal,
      }));
    const answer = await inOnePlace(world, owner.email, () => withFault(world, route.operation, work, refusal));
    return idKind === 'immutable'
      ? { ...answer, headers: { ...answer.headers, 'preference-applied': 'IdType="ImmutableId"' } }
      : answer;
  } catch (error) {
    if (error instanceof GraphError) return error.answer(clientRequestId);
    throw error;
  }
}

async function answerOf(route: Route, clientRequestId: string | undefined, call: () => Call): Promise<Answer> {
  try {
    return await route.handle(call());
  } catch (error) {
    if (error instanceof GraphError) return error.answer(clientRequestId);
    throw error;
  }
}

function find(ask: Ask, ownNames: string[]): { route: Route; params: string[] } {
  const given = partsOf(ask.url.pathname);
  const me =
    given[0] === 'users' && ownNames.includes((given[1] ?? '').toLowerCase()) ? ['me', ...given.slice(2)] : given;
  for (const route of ROUTES) {
    const parts = route.path.split('/').filter(Boolean);
    const fits = parts.length === me.length && parts.every((part, index) => part === '{}' || part === me[index]);
    if (fits && route.method === ask.method) return { route, params: me.filter((_, index) => parts[index] === '{}') };
  }
  throw new UnknownRoute(`${ask.method} ${ask.url.pathname}`);
}

/** The parts of a path; OData's form with the key in brackets means the same. */
function partsOf(pathname: string): string[] {
  const [, rest = ''] = /^\/v1\.0\/(.+?)\/?$/.exec(pathname) ?? [];
  return rest
    .replace(/\(('|%27)(.*?)\1\)/g, '/$2')
    .split('/')
    .map(decodeURIComponent);
}

function readJson(ask: Ask): unknown {
  if (ask.body.length === 0) return {};
  if (ask.body.length > MAX_BODY)
    throw new GraphError(413, 'RequestEntityTooLarge', 'The request is larger than the 4 MB that are allowed.');
  if (!/^application\/json\b/i.test(ask.headers['content-type'] ?? ''))
    throw new UnknownRoute(`${ask.method} ${ask.url.pathname} with ${ask.headers['content-type']}`);
  try {
    return JSON.parse(ask.body.toString('utf8'));
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
}

function holds(access: Access, scope: string): boolean {
  return access.scope.split(' ').some((one) => one.replace('https://graph.microsoft.com/', '') === scope);
}

function unauthenticated(token: string): GraphError {
  const challenge = {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  };
  const message = token === '' ? 'Access token is empty.' : 'Lifetime validation failed, the token is expired.';
  return new GraphError(401, 'InvalidAuthenticationToken', message, challenge);
}
