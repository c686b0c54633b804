import { z } from 'zod';
import { json } from '../http.js';
import {
  addSubscription,
  removeSubscription,
  renewSubscription,
  type Subscription,
  subscriptions,
} from '../subscriptions.js';
import { badRequest, type Call, GraphError, noContent, notFound, parse, type Route } from './call.js';
import { handshake } from './handshake.js';
import { folderNamed } from './items.js';

const ONE = 'subscriptions/{}';

export const subscriptionRoutes: Route[] = [
  { operation: 'subscriptions.create', method: 'POST', path: 'subscriptions', needs: 'Mail.Read', handle: create },
  { operation: 'subscriptions.list', method: 'GET', path: 'subscriptions', needs: 'Mail.Read', handle: list },
  {
    operation: 'subscriptions.get',
    method: 'GET',
    path: ONE,
    needs: 'Mail.Read',
    handle: (call) => answer(call, one(call)),
  },
  { operation: 'subscriptions.update', method: 'PATCH', path: ONE, needs: 'Mail.Read', handle: renew },
  { operation: 'subscriptions.delete', method: 'DELETE', path: ONE, needs: 'Mail.Read', handle: remove },
  {
    operation: 'subscriptions.reauthorize',
    method: 'POST',
    path: `${ONE}/reauthorize`,
    needs: 'Mail.Read',
    handle: (call) => one(call) && noContent(),
  },
];

const MINUTE_MS = 60_000;
/** For messages (resources/subscription, "Subscription lifetime"); shorter ones are made this long. */
const LONGEST_MIN = 10_080;
const SHORTEST_MIN = 45;

const Address = z.url().refine(isAllowed, 'must be https');

const Asked = z.strictObject({
  changeType: z.string().regex(/^(created|updated|deleted)(,\s*(created|updated|deleted))*$/),
  notificationUrl: Address,
  lifecycleNotificationUrl: Address.optional(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).optional(),
  latestSupportedTlsVersion: z.string().optional(),
});

async function create(call: Call) {
  const asked = parse(Asked, call.body);
  const changeType = asked.changeType.replaceAll(' ', '');
  const wanted: Omit<Subscription, 'id'> = {
    account: call.mailbox.email,
    clientId: call.clientId,
    resource: asked.resource,
    folder: folderOf(call, asked.resource) ?? null,
    changeType,
    notificationUrl: asked.notificationUrl,
    lifecycleUrl: asked.lifecycleNotificationUrl ?? null,
    clientState: asked.clientState ?? null,
    idKind: call.idKind,
    expiresAt: expiry(asked.expirationDateTime),
  };
  const known = mine(call).find((each) => each.folder === wanted.folder && each.changeType === changeType);
  if (known)
    throw new GraphError(
      409,
      'ExtensionError',
      `Subscription Id ${known.id} already exists for the requested combination`,
    );
  const urls = new Set([asked.notificationUrl, asked.lifecycleNotificationUrl ?? asked.notificationUrl]);
  for (const url of urls) await handshake(url, call.signal);
  return json(shown(call, addSubscription(call.mailbox.store, wanted)), 201);
}

function list(call: Call) {
  return json({
    '@odata.context': `${call.base}/$metadata#subscriptions`,
    value: mine(call).map((each) => view(each)),
  });
}

function renew(call: Call) {
  const { expirationDateTime } = parse(Asked.pick({ expirationDateTime: true }), call.body);
  const expiresAt = expiry(expirationDateTime);
  const found = one(call);
  renewSubscription(call.mailbox.store, found.id, expiresAt);
  return answer(call, { ...found, expiresAt });
}

function remove(call: Call) {
  removeSubscription(call.mailbox.store, one(call).id);
  return noContent();
}

function mine(call: Call): Subscription[] {
  return subscriptions(call.mailbox.store, call.mailbox.email).filter(({ clientId }) => clientId === call.clientId);
}

function one(call: Call): Subscription {
  const found = mine(call).find(({ id }) => id === call.params[0]);
  if (!found) throw new GraphError(404, 'ResourceNotFound', 'The object was not found.');
  return found;
}

function answer(call: Call, found: Subscription) {
  return json(shown(call, found));
}

function shown(call: Call, found: Subscription) {
  return { '@odata.context': `${call.base}/$metadata#subscriptions/$entity`, ...view(found) };
}

function view(found: Subscription) {
  return {
    id: found.id,
    resource: found.resource,
    applicationId: found.clientId,
    changeType: found.changeType,
    clientState: found.clientState,
    notificationUrl: found.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: found.lifecycleUrl,
    expirationDateTime: new Date(found.expiresAt).toISOString(),
    creatorId: found.account,
    includeResourceData: null,
    latestSupportedTlsVersion: 'v1_2',
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}

/** The folder a resource names; undefined for the whole mailbox. */
function folderOf(call: Call, resource: string) {
  const path = resource.replace(/^\//, '').replace(/\('([^']+)'\)/g, '/$1');
  const [, owner = '', folder] = /^(me|users\/[^/]+)(?:\/mailFolders\/([^/]+))?\/messages$/i.exec(path) ?? [];
  const own = ['me', `users/${call.owner.sub}`, `users/${call.owner.email}`].includes(owner.toLowerCase());
  if (!own) throw owner === '' ? badRequest(`The sandbox does not know the resource "${resource}"`) : notFound();
  return folder === undefined ? undefined : folderNamed(call, folder);
}

function expiry(text: string): number {
  const now = Date.now();
  const wanted = Date.parse(text);
  if (wanted <= now) throw badRequest('Subscription expiration must be in the future.', 'InvalidRequest');
  if (wanted > now + LONGEST_MIN * MINUTE_MS)
    throw badRequest(`Subscription expiration can only be ${LONGEST_MIN} minutes in the future.`, 'InvalidRequest');
  return Math.max(wanted, now + SHORTEST_MIN * MINUTE_MS);
}

/** Real Graph takes https only; here this machine is trusted without. */
function isAllowed(text: string): boolean {
  const url = new URL(text);
  return url.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}
