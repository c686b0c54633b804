import { z } from 'zod';
import type { Store } from './store.js';

export const Provider = z.enum(['google', 'microsoft']);
export type Provider = z.infer<typeof Provider>;

/** A rep of the sandbox: somebody with an account at Google or Microsoft and a mailbox. Every other address is a prospect. */
export const Account = z.object({
  provider: Provider,
  email: z.string(),
  name: z.string(),
  /** The provider's own id of the person: Google's `sub`, Microsoft's `oid`. */
  sub: z.string(),
  /** The domain of the company ("hosted domain"). */
  hd: z.string(),
  /** Counted per provider: the N of mail.google.com/mail/u/N; in Outlook 0 is who the page shows. */
  place: z.number(),
  signature: z.string(),
});
export type Account = z.infer<typeof Account>;

/** The reps a first start begins with. */
export const SEED: Account[] = [
  rep('google', 'ada.seller@northwind.example', 'Ada Seller', 0, 'Account executive'),
  rep('google', 'ben.closer@northwind.example', 'Ben Closer', 1, 'Sales lead'),
  rep('microsoft', 'ada.seller@northwind-group.example', 'Ada Seller', 0, 'Account executive'),
  rep('microsoft', 'ben.closer@northwind-group.example', 'Ben Closer', 1, 'Sales lead'),
];

const COLUMNS = 'provider, email, name, sub, hd, place, signature';

/** The reps, all or those with this provider, in the order in which the browser is signed in to them. */
export function accounts(store: Store, provider?: Provider): Account[] {
  const all = store.all(Account, `SELECT ${COLUMNS} FROM accounts ORDER BY provider, place`);
  return all.filter((one) => provider === undefined || one.provider === provider);
}

/** The rep with this address (any case), or undefined: then it is a prospect's, or not with that provider. */
export function account(store: Store, email: string, provider?: Provider): Account | undefined {
  const found = store.one(Account, `SELECT ${COLUMNS} FROM accounts WHERE email = ?`, email.toLowerCase());
  return found && (provider ?? found.provider) === found.provider ? found : undefined;
}

/** Adds a rep. An address that is there already stays as it is. */
export function addAccount(store: Store, added: Account): void {
  store.run(
    `INSERT OR IGNORE INTO accounts (${COLUMNS}, history_id, history_floor) VALUES (?, ?, ?, ?, ?, ?, ?, 1000, 1000)`,
    added.provider,
    added.email.toLowerCase(),
    added.name,
    added.sub,
    added.hd,
    added.place,
    added.signature,
  );
}

/** A rep of that address, with the ids and the signature made up from it. */
export function rep(provider: Provider, email: string, name: string, place: number, title = 'Sales'): Account {
  const hd = email.slice(email.indexOf('@') + 1);
  const number = `1${String(place).padStart(4, '0')}${email.length}57380914622105`.slice(0, 21);
  const sub = provider === 'google' ? number : objectId(number);
  return { provider, email, name, sub, hd, place, signature: `<div>${name}</div><div>${title}, Northwind</div>` };
}

/** Microsoft's ids of people are GUIDs. */
function objectId(number: string): string {
  const digits = number.padEnd(32, '0');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
