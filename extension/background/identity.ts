import type { Me } from '#shared/user.js';
import type { Db } from './db.js';
import type { Identity } from './view.js';

/**
 * Who is signed in here now. When that is somebody else than before, what the API already has of the other's is removed
 * from this computer; text it never had stays, as new drafts, because it may be the only copy.
 */
export async function becomes(db: Db, me: Me): Promise<void> {
  await db.transaction('rw', db.tables, async () => {
    const before = (await db.meta.get('me'))?.value as Identity | undefined;
    const last = (await db.meta.get('lastUser'))?.value ?? before?.id;
    if (last !== undefined && last !== me.id) await clearOthers(db);
    await db.meta.bulkPut([
      { key: 'me', value: { id: me.id, email: me.email, name: me.name } satisfies Identity },
      { key: 'lastUser', value: me.id },
    ]);
  });
}

export async function becomesNobody(db: Db): Promise<void> {
  await db.meta.delete('me');
}

async function clearOthers(db: Db): Promise<void> {
  await db.drafts.where({ dirty: 0 }).delete();
  await db.drafts.toCollection().modify({ revision: 0, base: null, sendKey: null });
  await Promise.all([db.sends.clear(), db.accepted.clear(), db.feedback.clear(), db.versions.clear()]);
  await db.meta.bulkDelete(['cursor', 'unseen']);
}
