import type { ProviderName } from '#shared/mailbox.js';
import type { Me } from '#shared/user.js';
import type { Db } from './db.js';
import { forget } from './save.js';

/** Who is signed in here. `mailboxes` in lower case. */
export interface Identity {
  id: string;
  email: string;
  name: string;
  mailboxes: string[];
  /** The mail programs these are in; unknown to rows of before there were two. */
  providers?: ProviderName[];
}

export async function whoIs(db: Db): Promise<Identity | null> {
  return ((await db.meta.get('me'))?.value ?? null) as Identity | null;
}

/** The mailboxes whose drafts and sends may go to the API now: none while nobody is signed in. */
export async function mailboxesHere(db: Db): Promise<ReadonlySet<string>> {
  return new Set((await whoIs(db))?.mailboxes);
}

/**
 * Who is signed in here now. When that is somebody else than before, what the API already has of the other's is removed
 * from this computer; what it never had stays, as it may be the only copy, and waits for its owner.
 */
export async function becomes(db: Db, { id, email, name, mailboxes }: Me): Promise<void> {
  const providers = mailboxes.map(({ provider }) => provider);
  const me: Identity = { id, email, name, mailboxes: mailboxes.map(({ address }) => address.toLowerCase()), providers };
  await db.transaction('rw', db.tables, async () => {
    const last = (await db.meta.get('lastUser'))?.value;
    if (last !== undefined && last !== id) await clearOthers(db);
    await db.meta.bulkPut([
      { key: 'me', value: me },
      { key: 'lastUser', value: id },
    ]);
  });
}

export async function becomesNobody(db: Db): Promise<void> {
  await db.meta.delete('me');
}

async function clearOthers(db: Db): Promise<void> {
  const known = await db.drafts.filter((row) => !row.dirty && !row.over && row.sendKey === null).primaryKeys();
  for (const draftId of known) await forget(db, draftId);
  await db.sends.filter(({ state, settledAt }) => state === 'over' || settledAt !== null).delete();
  await db.feedback.clear();
  await db.meta.bulkDelete(['cursor', 'unseen']);
}
