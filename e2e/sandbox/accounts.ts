import { z } from 'zod';
import type { Store } from './store.js';

/** A rep of the sandbox: somebody with a Google account and a mailbox. Every other address is a prospect. */
export const Account = z.object({
  email: z.string(),
  name: z.string(),
  /** Google's own id of the person. */
  sub: z.string(),
  /** The Workspace domain ("hosted domain"). */
  hd: z.string(),
  /** The N of mail.google.com/mail/u/N. */
  place: z.number(),
  signature: z.string(),
});
export type Account = z.infer<typeof Account>;

/** The reps a first start begins with. */
export const SEED: Account[] = [
  rep('ada.seller@northwind.example', 'Ada Seller', 0, 'Account executive'),
  rep('ben.closer@northwind.example', 'Ben Closer', 1, 'Sales lead'),
];

const COLUMNS = 'email, name, sub, hd, place, signature';

/** All reps, in the order in which the browser is signed in to them. */
export function accounts(store: Store): Account[] {
  return store.all(Account, `SELECT ${COLUMNS} FROM accounts ORDER BY place`);
}

/** The rep with this address (any case), or undefined: then it is a prospect's. */
export function account(store: Store, email: string): Account | undefined {
  return store.one(Account, `SELECT ${COLUMNS} FROM accounts WHERE email = ?`, email.toLowerCase());
}

/** Adds a rep. An address that is there already stays as it is. */
export function addAccount(store: Store, added: Account): void {
  store.run(
    `INSERT OR IGNORE INTO accounts (${COLUMNS}, history_id, history_floor) VALUES (?, ?, ?, ?, ?, ?, 1000, 1000)`,
    added.email.toLowerCase(),
    added.name,
    added.sub,
    added.hd,
    added.place,
    added.signature,
  );
}

/** A rep of that address, with the ids and the signature made up from it. */
export function rep(email: string, name: string, place: number, title = 'Sales'): Account {
  const hd = email.slice(email.indexOf('@') + 1);
  const sub = `1${String(place).padStart(4, '0')}${email.length}57380914622105`.slice(0, 21);
  return { email, name, sub, hd, place, signature: `<div>${name}</div><div>${title}, Northwind</div>` };
}
