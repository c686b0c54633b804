import { createHash } from 'node:crypto';
import { type Account, accounts } from '../accounts.js';
import type { World } from '../world.js';

/** The tenant of all private accounts; nobody here has one. */
export const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The id of the tenant whose people have addresses under this domain. */
export function tenantOf(domain: string): string {
  const digits = createHash('sha256').update(domain).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

export function issuerOf(tenantId: string): string {
  return `https://login.microsoftonline.com/${tenantId}/v2.0`;
}

/** Who may sign in where a tenant, or several, are named. */
export function peopleOf(world: World, tenant: string): Account[] {
  const all = accounts(world.store, 'microsoft');
  if (tenant === 'common' || tenant === 'organizations') return all;
  return all.filter(({ hd }) => hd === tenant || tenantOf(hd) === tenant);
}
