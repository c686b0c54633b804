import { liveQuery } from 'dexie';
import type { Follow, SendStage, SendView, View } from '../messaging/protocol.js';
import type { Db, DraftRow, SendRow, VersionRow } from './db.js';
import { whoIs } from './identity.js';

/** Tells `show` what a panel shows, now and each time a row behind it changes. @returns what ends it. */
export function watchView(db: Db, follow: Follow, show: (view: View) => void): () => void {
  const subscription = liveQuery(() => readView(db, follow)).subscribe({
    next: show,
    error: (error) => console.error('the panel is told nothing more', error),
  });
  return () => subscription.unsubscribe();
}

export async function readView(db: Db, { draftId, keys, mailbox }: Follow): Promise<View> {
  const [me, offline, draft, versions, sends] = await Promise.all([
    whoIs(db),
    db.meta.get('offline'),
    draftId ? db.drafts.get(draftId) : undefined,
    draftId ? db.versions.where({ draftId }).toArray() : [],
    db.sends.filter((row) => keys.includes(row.key) || (row.mailbox === mailbox && isOpen(row))).toArray(),
  ]);
  return {
    signedInAs: me?.email ?? null,
    signedInName: me?.name ?? null,
    mailboxes: me?.mailboxes ?? [],
    providers: me?.providers ?? [],
    offline: offline?.value === true,
    draft: draft ? draftView(draft, versions) : null,
    sends: sends.map((row) => sendView(row, offline?.value === true)),
    open: sends.filter(isOpen).map(({ key }) => key),
  };
}

/** It may still leave or be undone, or it did not leave and the rep may not know. */
const isOpen = ({ status, isPutAway }: SendRow) =>
  !isPutAway && (status === null || status === 'PENDING_SEND' || status === 'UNKNOWN' || status === 'FAILED');

const draftView = ({ id, revision, dirty, problem }: DraftRow, versions: VersionRow[]) => ({
  draftId: id,
  revision,
  saved: dirty ? ('here' as const) : ('api' as const),
  problem,
  versions: versions.map(({ id, content, at }) => ({ id, content, at })),
});

export const sendView = (row: SendRow, isOffline: boolean): SendView => ({
  key: row.key,
  draftId: row.draftId,
  webmail: row.webmail ?? 'gmail',
  to: row.request.to.map(({ name, email }) => name || email).join(', '),
  subject: row.request.subject,
  at: stageOf(row, isOffline),
  trouble: row.trouble,
  news: row.news,
});

export function stageOf(row: SendRow, isOffline: boolean): SendStage {
  if (row.takenBack && row.state !== 'over' && (row.status === null || row.status === 'PENDING_SEND'))
    return { name: 'takingBack' };
  if (row.status === null || row.state === 'prepared' || row.state === 'waiting') {
    if (row.state === 'over') return { name: 'refused' };
    // A first request on its way is no trouble yet.
    return { name: 'waiting', tried: row.tries > 1 || (row.tries > 0 && isOffline) };
  }
  switch (row.status) {
    case 'PENDING_SEND':
      return { name: 'undoable', until: row.undoUntil, undoMs: row.request.undoSeconds * 1000 };
    case 'SENT':
      return { name: 'sent', at: row.settledAt ?? row.createdAt };
    case 'FAILED':
      return { name: 'failed' };
    case 'BOUNCED':
      return { name: 'bounced' };
    case 'UNKNOWN':
      return { name: 'unknown' };
    case 'CANCELLED':
      return { name: 'cancelled' };
  }
}
