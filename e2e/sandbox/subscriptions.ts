import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { account } from './accounts.js';
import { itemId } from './exchange-ids.js';
import { historyAfter } from './history.js';
import { tenantOf } from './microsoft-sign-in/tenants.js';
import { changeIn, type NetChange, netChanges } from './net-changes.js';
import type { Store } from './store.js';

/** Who has asked Graph to be told of changes, and what they are still to be told. */
export const Subscription = z.object({
  id: z.string(),
  account: z.string(),
  clientId: z.string(),
  /** As it was asked for. */
  resource: z.string(),
  folder: z.enum(['inbox', 'sentitems', 'drafts', 'deleteditems']).nullable(),
  changeType: z.string(),
  notificationUrl: z.string(),
  lifecycleUrl: z.string().nullable(),
  clientState: z.string().nullable(),
  idKind: z.enum(['usual', 'immutable']),
  expiresAt: z.number(),
});
export type Subscription = z.infer<typeof Subscription>;

const COLUMNS =
  'id, account, client_id AS clientId, resource, folder, change_type AS changeType, notification_url AS notificationUrl, lifecycle_url AS lifecycleUrl, client_state AS clientState, id_kind AS idKind, expires_at AS expiresAt';

/** Those of an account that have not ended. */
export function subscriptions(store: Store, email: string): Subscription[] {
  return store.all(
    Subscription,
    `SELECT ${COLUMNS} FROM subscriptions WHERE account = ? AND expires_at > ? ORDER BY id`,
    email,
    Date.now(),
  );
}

export function addSubscription(store: Store, wanted: Omit<Subscription, 'id'>): Subscription {
  const made = { id: randomUUID(), ...wanted };
  store.transact(() =>
    store.run(
      `INSERT INTO subscriptions (id, account, client_id, resource, folder, change_type, notification_url, lifecycle_url, client_state, id_kind, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      made.id,
      made.account,
      made.clientId,
      made.resource,
      made.folder,
      made.changeType,
      made.notificationUrl,
      made.lifecycleUrl,
      made.clientState,
      made.idKind,
      made.expiresAt,
    ),
  );
  return made;
}

export function renewSubscription(store: Store, id: string, expiresAt: number): void {
  store.transact(() => store.run('UPDATE subscriptions SET expires_at = ? WHERE id = ?', expiresAt, id));
}

export function removeSubscription(store: Store, id: string): void {
  store.transact(() => store.run('DELETE FROM subscriptions WHERE id = ?', id));
}

/** Stores what a change of this account is to be told to whom. */
export function notifyOfChange(store: Store, email: string, before: number, delayMs: number): void {
  const asked = subscriptions(store, email);
  if (asked.length === 0) return;
  for (const change of netChanges(historyAfter(store, email, before)))
    for (const one of asked) {
      const kind = changeIn(one.folder ?? undefined, change);
      if (kind && one.changeType.split(',').includes(kind))
        enqueue(
          store,
          one,
          one.notificationUrl,
          { id: randomUUID(), changeType: kind, ...changed(store, one, change) },
          delayMs,
        );
    }
}

/** Something happened to the subscription itself, or to what it should have told. */
export function notifyOfLifecycle(store: Store, one: Subscription, lifecycleEvent: string): void {
  if (one.lifecycleUrl !== null)
    store.transact(() => enqueue(store, one, one.lifecycleUrl ?? '', { lifecycleEvent }, 0));
}

/** The last notification of each subscription once more. */
export function notifyAgain(store: Store, email: string): void {
  store.transact(() =>
    store.run(
      `INSERT INTO notifications (subscription_id, account, url, body, published_at, attempts, next_at)
         SELECT subscription_id, account, url, body, ?, 0, ? FROM notifications
         WHERE id IN (SELECT max(id) FROM notifications WHERE account = ? GROUP BY subscription_id)`,
      Date.now(),
      Date.now(),
      email,
    ),
  );
}

function enqueue(store: Store, one: Subscription, url: string, said: object, delayMs: number): void {
  const tenantId = tenantOf(account(store, one.account)?.hd ?? '');
  const body = {
    subscriptionId: one.id,
    subscriptionExpirationDateTime: new Date(one.expiresAt).toISOString(),
    ...(one.clientState === null ? {} : { clientState: one.clientState }),
    tenantId,
    ...said,
  };
  store.run(
    'INSERT INTO notifications (subscription_id, account, url, body, published_at, attempts, next_at) VALUES (?, ?, ?, ?, ?, 0, ?)',
    one.id,
    one.account,
    url,
    JSON.stringify(body),
    Date.now(),
    Date.now() + delayMs,
  );
}

function changed(store: Store, one: Subscription, change: NetChange) {
  const labels = change.after ?? change.before ?? [];
  const id = itemId(one.account, { id: change.messageId, labels }, one.idKind);
  const resource = `Users/${account(store, one.account)?.sub}/Messages/${id}`;
  const etag = `W/"${Buffer.from(`${change.messageId} ${Date.now()}`).toString('base64')}"`;
  const resourceData = { '@odata.type': '#Microsoft.Graph.Message', '@odata.id': resource, '@odata.etag': etag, id };
  return { resource, resourceData };
}
