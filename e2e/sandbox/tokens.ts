import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { account as accountOf } from './accounts.js';
import type { Store } from './store.js';

/** Access and refresh tokens of both providers, kept with the mail. */

/** How the providers' tokens look, and how long an access token of theirs is good: Microsoft's between 60 and 90 minutes. */
const SHAPES = {
  google: { access: 'ya29.', refresh: '1//0', seconds: () => 3600 },
  microsoft: { access: 'EwB4', refresh: '1.AXEA', seconds: () => 3600 + randomInt(1800) },
};

export const Grant = z.object({
  refreshToken: z.string(),
  account: z.string(),
  clientId: z.string(),
  scope: z.string(),
  revokedAt: z.number().nullable(),
});
export type Grant = z.infer<typeof Grant>;

export const Access = z.object({ account: z.string(), clientId: z.string(), scope: z.string(), expiresAt: z.number() });
export type Access = z.infer<typeof Access>;

const GRANT = 'refresh_token AS refreshToken, account, client_id AS clientId, scope, revoked_at AS revokedAt';

export function newRefreshToken(store: Store, account: string, clientId: string, scope: string): string {
  const token = `${shapeOf(store, account).refresh}${randomBytes(36).toString('base64url')}`;
  store.run(
    'INSERT INTO grants (refresh_token, account, client_id, scope) VALUES (?, ?, ?, ?)',
    token,
    account,
    clientId,
    scope,
  );
  return token;
}

export function grant(store: Store, refreshToken: string): Grant | undefined {
  return store.one(Grant, `SELECT ${GRANT} FROM grants WHERE refresh_token = ?`, refreshToken);
}

/** What this account has ever allowed this client and not taken back. */
export function liveGrants(store: Store, account: string): Grant[] {
  return store.all(Grant, `SELECT ${GRANT} FROM grants WHERE account = ? AND revoked_at IS NULL`, account);
}

export function newAccessToken(store: Store, account: string, clientId: string, scope: string) {
  const shape = shapeOf(store, account);
  const seconds = shape.seconds();
  const token = `${shape.access}${randomBytes(48).toString('base64url')}`;
  store.run(
    'INSERT INTO tokens (access_token, account, client_id, scope, expires_at) VALUES (?, ?, ?, ?, ?)',
    token,
    account,
    clientId,
    scope,
    Date.now() + seconds * 1000,
  );
  return { access_token: token, expires_in: seconds, scope, token_type: 'Bearer' };
}

function shapeOf(store: Store, account: string) {
  return SHAPES[accountOf(store, account)?.provider ?? 'google'];
}

/** Who an access token speaks for; undefined when unknown or past its hour. */
export function accessOf(store: Store, token: string): Access | undefined {
  const found = store.one(
    Access,
    'SELECT account, client_id AS clientId, scope, expires_at AS expiresAt FROM tokens WHERE access_token = ?',
    token,
  );
  return found && found.expiresAt > Date.now() ? found : undefined;
}

/** Ends the hour of all access tokens of an account; refresh tokens stay good. */
export function expireAccess(store: Store, account: string): void {
  store.run('UPDATE tokens SET expires_at = 0 WHERE account = ?', account);
}

/** The person takes everything back (or changes the password): refreshing answers invalid_grant from now on. */
export function revokeAll(store: Store, account: string): void {
  store.run('UPDATE grants SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL', Date.now(), account);
  store.run('DELETE FROM tokens WHERE account = ?', account);
}

/** What POST /revoke does: takes back what one token, of either kind, stands for. False when it stands for nothing. */
export function revokeToken(store: Store, token: string): boolean {
  const holder = grant(store, token) ?? accessOf(store, token);
  if (!holder) return false;
  revokeAll(store, holder.account);
  return true;
}
