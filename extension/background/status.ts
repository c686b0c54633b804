import type { Answer } from '../messaging/protocol.js';
import type { Db } from './db.js';
import { whoIs } from './identity.js';
import { sendView } from './view.js';

/** What the toolbar's pop-up shows: who is signed in, what has not reached the API yet, the latest sends. */
export async function readStatus(db: Db): Promise<Answer<'readStatus'>> {
  const [me, offline, dirty, feedback, waiting, sends] = await Promise.all([
    whoIs(db),
    db.meta.get('offline'),
    db.drafts.where({ dirty: 1 }).count(),
    db.feedback.count(),
    db.sends.where({ state: 'waiting' }).count(),
    db.sends.toArray(),
  ]);
  const own = sends.filter(({ mailbox, settledAt }) => me?.mailboxes.includes(mailbox) || settledAt === null);
  const recent = own.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, 5);
  return {
    signedInAs: me?.email ?? null,
    waiting: dirty + feedback + waiting,
    recent: recent.map((row) => sendView(row, offline?.value === true)),
  };
}
