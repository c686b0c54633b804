import type { DraftContent } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { mailPrograms } from '#shared/mail-programs.js';
import type { Answered } from '../messaging/protocol.js';
import { contentOf } from './content.js';
import { mailboxesHere } from './identity.js';
import { ask, isLive } from './send.js';
import { cancel, type SendParts } from './settle-send.js';
import { freeDraft } from './sync/pull.js';

/** Takes a send back. Where the API was never asked, nothing can leave; where it may have been, its answer decides. */
export async function undoSend(
  parts: SendParts,
  key: string,
): Promise<Answered<{ draftId: DraftId; content: DraftContent; isCertain: boolean }>> {
  const { db } = parts;
  await db.sends
    .where({ key })
    .filter((row) => row.tries === 0 && (row.state === 'prepared' || row.state === 'waiting'))
    .modify({ state: 'over', status: 'CANCELLED', settledAt: parts.now(), trouble: null });
  const row = await db.sends.get(key);
  if (!row) return { ok: false, because: 'This send is not known here any more.', signedOut: false };
  if (row.state === 'waiting') {
    await db.sends.update(key, { takenBack: true });
    if ((await mailboxesHere(db)).has(row.mailbox)) await ask(parts, key);
  }
  const asked = (await db.sends.get(key)) ?? row;
  if (asked.state === 'taken' && asked.status === 'PENDING_SEND') {
    const failed = await cancel(parts, key);
    if (failed) return failed;
  }
  const { status, state } = (await db.sends.get(key)) ?? row;
  if (status === 'SENT' || status === 'BOUNCED')
    return { ok: false, because: 'Too late: it has left.', signedOut: false };
  await db.transaction('rw', db.sends, db.drafts, () => freeDraft(db, row));
  return { ok: true, value: { draftId: row.draftId, content: contentOf(row.request), isCertain: state !== 'waiting' } };
}

/** The mail page is about to send this draft itself: ours must be stopped first, or two would go out. */
export async function yieldSend(parts: SendParts, draftId: DraftId): Promise<boolean> {
  const { db } = parts;
  const sends = await db.sends.where({ draftId }).toArray();
  const row = sends.find(isLive);
  if (!row) return !sends.some(({ status }) => status === 'SENT');
  const mayGo = (await undoSend(parts, row.key)).ok && (await db.sends.get(row.key))?.status === 'CANCELLED';
  if (mayGo)
    await db.sends.update(row.key, { news: `${mailPrograms[row.webmail ?? 'gmail'].title}'s own Send took over.` });
  return mayGo;
}
