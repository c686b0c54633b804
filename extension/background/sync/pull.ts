import { readChanges } from '#shared/api.js';
import { type ApiClient, ApiError, Unreachable } from '#shared/api-client.js';
import type { Change } from '#shared/change.js';
import type { Db, SendRow } from '../db.js';

export interface PullParts {
  db: Db;
  call: ApiClient;
  now: () => number;
  /** False once no mail tab is open: then nobody is there to be told. */
  isWanted: () => boolean;
  pause: (ms: number) => Promise<void>;
  /** Called when something was told: there may be something to do about it. */
  told: () => void;
  /** Told after each request whether the API could be reached. */
  reached: (yes: boolean) => Promise<void>;
}

/** A rep looks at a panel that says "Offline": it should not say so long after the line is back. */
const longestPauseMs = 10_000;

/** Follows the change feed while it is wanted. Ends on sign-out; a lost line is tried again, ever more slowly. */
export async function follow(parts: PullParts): Promise<void> {
  let failures = 0;
  while (parts.isWanted()) {
    try {
      if (await pullOnce(parts, 20)) parts.told();
      await parts.reached(true);
      failures = 0;
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === 'signedOut') return;
      if (error instanceof Unreachable) await parts.reached(false);
      await parts.pause(Math.min(longestPauseMs, 1000 * 2 ** failures++));
    }
  }
}

/**
 * One page of the feed, stored together with the cursor, so that a page is taken once or not at all.
 * @returns whether it told anything.
 */
export async function pullOnce({ db, call, now }: PullParts, wait: number): Promise<boolean> {
  const since = Number((await db.meta.get('cursor'))?.value ?? 0);
  const page = await call(readChanges, { query: { since, wait } });
  const news = page.changes.filter(({ seq }) => seq > since);
  await db.transaction('rw', db.sends, db.meta, db.drafts, async () => {
    for (const change of news) await take(db, change, now());
    if (page.upTo > since) await db.meta.put({ key: 'cursor', value: page.upTo });
  });
  return news.length > 0;
}

async function take(db: Db, change: Change, now: number): Promise<void> {
  if (!change.emailId) return;
  const row = await db.sends.where({ emailId: change.emailId }).first();
  if (!row) return;
  await db.sends.update(row.key, learned(row, change, now));
  // Only now that the mail is proved out: the draft goes at the API first, then here.
  if (change.status === 'SENT') await db.drafts.update(row.draftId, { over: 1, dirty: 0, sendKey: null });
  if (change.status === 'CANCELLED' || change.status === 'FAILED') await freeDraft(db, row);
  if (isNews(change)) {
    const unseen = Number((await db.meta.get('unseen'))?.value ?? 0);
    await db.meta.put({ key: 'unseen', value: unseen + 1 });
  }
}

/** What a rep who looks elsewhere should find as a number on the extension's icon. */
const isNews = ({ kind, status }: Change) =>
  kind === 'email.replied' || kind === 'email.bounced' || status === 'FAILED' || status === 'UNKNOWN';

function learned(row: SendRow, change: Change, now: number): Partial<SendRow> {
  switch (change.kind) {
    case 'email.status':
      return statusLearned(row, change, now);
    case 'email.bounced':
      return { status: 'BOUNCED', trouble: change.text };
    case 'email.replied':
    case 'email.autoReplied':
      return { news: change.text };
    case 'mailbox.signedOut':
      return { trouble: change.text };
  }
}

function statusLearned(row: SendRow, { status, at, text }: Change, now: number): Partial<SendRow> {
  const isOver = status !== null && status !== 'PENDING_SEND' && status !== 'UNKNOWN';
  const isBad = status === 'FAILED' || status === 'UNKNOWN'; // whatever was put away before: that, the rep has not seen
  return {
    ...(status && { status }),
    ...(isOver && { settledAt: row.settledAt ?? Math.min(now, Date.parse(at)) }),
    ...(isBad && { isPutAway: false }),
    trouble: status === 'SENT' || status === 'CANCELLED' ? null : text,
  };
}

/** The text is a draft again, at the API too. */
export async function freeDraft(db: Db, row: SendRow): Promise<void> {
  const draft = await db.drafts.get(row.draftId);
  if (draft?.sendKey === row.key) await db.drafts.update(row.draftId, { sendKey: null, dirty: 1 });
}
