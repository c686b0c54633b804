import type { Answer } from '../messaging/protocol.js';
import type { Db } from './db.js';
import { type Identity, sendView } from './view.js';

/** What the toolbar's pop-up shows: who is signed in, what has not reached the API yet, the latest sends. */
export async function readStatus(db: Db): Promise<Answer<'readStatus'>> {
  const [me, offline, dirty, feedback, waiting, sends] = await Promise.all([
    db.meta.get('me'),
    db.meta.get('offline'),
    db.drafts.where({ dirty: 1 }).count(),
    db.feedback.count(),
    db.sends.where({ state: 'waiting' }).count(),
    db.sends.toArray(),
  ]);
  const recent = sends.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, 5);
  const identity = (me?.value ?? null) as Identity | null;
  return {
    signedInAs: identity?.email ?? null,
    waiting: dirty + feedback + waiting,
    recent: recent.map((row) => sendView(row, offline?.value === true)),
  };
}
