import { deleteDraft, giveFeedback, saveDraft } from '#shared/api.js';
import { type ApiClient, ApiError, Unreachable } from '#shared/api-client.js';
import type { Draft } from '#shared/draft.js';
import { contentOf } from '../content.js';
import type { Db, DraftRow } from '../db.js';
import { mailboxesHere } from '../identity.js';
import { forget } from '../save.js';
import { reconcile } from './reconcile.js';

export interface PushParts {
  db: Db;
  call: ApiClient;
  now: () => number;
  /** Told after each round whether the API could be reached. */
  reached: (yes: boolean) => Promise<void>;
}

/** Answers whether anything is left to push. Two at once share one round, and one more follows it. */
export type Push = () => Promise<boolean>;

/** Brings drafts and feedback to the API until nothing is left, the API cannot be reached, or the rep is signed out. */
export function createPush(parts: PushParts): Push {
  let running: Promise<boolean> | null = null;
  let again = false;
  const round = async (): Promise<boolean> => {
    let left: boolean;
    do {
      again = false;
      left = await pushAll(parts);
    } while (again);
    return left;
  };
  return () => {
    again = running !== null;
    running ??= round().finally(() => {
      running = null;
    });
    return running;
  };
}

async function pushAll(parts: PushParts): Promise<boolean> {
  const { db } = parts;
  try {
    const here = await mailboxesHere(db);
    const isHere = ({ mailbox }: DraftRow) => here.has(mailbox);
    if (here.size === 0) return false; // signing in starts the next round
    for (const row of await db.drafts.where({ over: 1 }).filter(isHere).toArray()) await drop(parts, row);
    for (const { id } of await db.drafts.where({ dirty: 1 }).filter(isHere).toArray()) await pushDraft(parts, id);
    await pushFeedback(parts);
    await parts.reached(true);
    return (
      (await db.drafts
        .where({ dirty: 1 })
        .filter((row) => isHere(row) && isWaiting(row))
        .count()) > 0
    );
  } catch (error) {
    if (error instanceof Unreachable) await parts.reached(false);
    else if (!(error instanceof ApiError)) throw error;
    return true; // signed out, or the API is in trouble: what is left stays in its rows
  }
}

const isWaiting = (row: DraftRow) => row.sendKey === null && row.problem === null;

/** One draft, until the API has exactly what is here, or says what is wrong with it. */
async function pushDraft(parts: PushParts, id: DraftRow['id']): Promise<void> {
  const { db, call } = parts;
  for (;;) {
    const row = await db.drafts.get(id);
    if (!row || row.dirty === 0 || row.over === 1 || !isWaiting(row)) return;
    if (!(await mailboxesHere(db)).has(row.mailbox)) return; // another may have signed in since the round began
    try {
      const body = { ...row.content, id, basedOn: row.revision, ...origin(row) };
      const { revision } = await call(saveDraft, { body });
      await accept(db, row, revision);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code, draft, title } = error.problem;
      if (code === 'staleRevision' && draft) await merge(parts, row, draft);
      else if (code === 'invalid' || code === 'notFound' || code === 'draftInUse')
        await db.drafts.update(id, { problem: title });
      else throw error;
    }
  }
}

const origin = ({ webmail, from, webmailDraftId }: DraftRow) => ({ webmail, from, webmailDraftId });

async function accept(db: Db, sent: DraftRow, revision: number): Promise<void> {
  await db.transaction('rw', db.drafts, async () => {
    const now = await db.drafts.get(sent.id);
    if (!now) return;
    await db.drafts.update(sent.id, { revision, base: sent.content, dirty: now.rev > sent.rev ? 1 : 0 });
  });
}

/** Someone else saved first. Both texts stay; ours is pushed again, on top of theirs. */
async function merge({ db, now }: PushParts, sent: DraftRow, server: Draft): Promise<void> {
  await db.transaction('rw', db.drafts, db.versions, async () => {
    const mine = await db.drafts.get(sent.id);
    if (!mine) return;
    const theirs = contentOf(server);
    const { content, other } = reconcile(mine.base, mine.content, theirs);
    await db.drafts.update(sent.id, { content, base: theirs, revision: server.revision });
    // An open compose cannot take what they wrote elsewhere, and its next save would overwrite it: so that is kept too.
    const kept =
      other ?? (content.html === mine.content.html && content.subject === mine.content.subject ? null : theirs);
    if (kept) await db.versions.add({ draftId: sent.id, content: kept, at: now() });
  });
}

async function drop({ db, call }: PushParts, row: DraftRow): Promise<void> {
  // 0: as far as we know the API never saw it, but an answer may have been lost on the way.
  await call(deleteDraft, { id: row.id }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.problem.code !== 'notFound') throw error;
  });
  await forget(db, row.id);
}

async function pushFeedback({ db, call }: PushParts): Promise<void> {
  for (;;) {
    const feedback = await db.feedback.limit(100).toArray();
    if (feedback.length === 0) return;
    await call(giveFeedback, { body: { feedback } }).catch((error: unknown) => {
      // Refused as a whole: it would be refused for ever, and a count is not worth blocking what comes after it.
      if (!(error instanceof ApiError) || error.problem.code !== 'invalid') throw error;
    });
    await db.feedback.bulkDelete(feedback.map(({ id }) => id));
  }
}
