import { cancelEmail, resolveEmail, sendEmail } from '#shared/api.js';
import { type ApiClient, ApiError, Unreachable } from '#shared/api-client.js';
import type { DraftContent } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import type { ProblemCode } from '#shared/problem.js';
import type { Answered, SendRequest } from '../messaging/protocol.js';
import { acceptedIn } from './accepted.js';
import type { Db, SendRow } from './db.js';
import { refusalOf } from './refusal.js';
import { freeDraft } from './sync/pull.js';

export interface SendParts {
  db: Db;
  call: ApiClient;
  now: () => number;
  mintKey: () => string;
  reached: (yes: boolean) => Promise<void>;
}

/** Mints the key and stores the whole request before anything leaves: whatever happens next, the same key asks for the same. */
export async function prepareSend({ db, now, mintKey }: SendParts, ask: SendRequest): Promise<{ key: string }> {
  const key = mintKey();
  const { draftId, content, from, undoSeconds, webmailDraftId } = ask;
  await db.transaction('rw', db.sends, db.drafts, db.accepted, async () => {
    const accepted = await db.accepted.where({ draftId }).toArray();
    const request = { ...content, draftId, from, undoSeconds, webmailDraftId, ...acceptedIn(content.text, accepted) };
    await db.sends.add({ ...newRow, key, draftId, request, createdAt: now() });
    await db.drafts.update(draftId, { sendKey: key });
  });
  return { key };
}

const newRow: Omit<SendRow, 'key' | 'draftId' | 'request' | 'createdAt'> = {
  state: 'prepared',
  tries: 0,
  takenBack: false,
  emailId: '',
  status: null,
  undoUntil: 0,
  settledAt: null,
  trouble: null,
  news: null,
};

export async function releaseSend({ db }: SendParts, key: string): Promise<void> {
  await db.sends
    .where({ key })
    .filter((row) => row.state === 'prepared')
    .modify({ state: 'waiting' });
}

/** A send whose page vanished between preparing and releasing: the rep did press Send, so it goes on. */
export async function releaseForgotten({ db, now }: SendParts): Promise<void> {
  const forgotten = (row: SendRow) => now() - row.createdAt > 10_000;
  await db.sends.where({ state: 'prepared' }).filter(forgotten).modify({ state: 'waiting' });
}

/** Asks for every waiting send until each is answered. @returns whether any still waits. */
export async function drainSends(parts: SendParts): Promise<boolean> {
  for (const { key } of await parts.db.sends.where({ state: 'waiting' }).toArray()) await ask(parts, key);
  return (await parts.db.sends.where({ state: 'waiting' }).count()) > 0;
}

const keptMs = 30 * 86_400_000;

/** What became of a send stays readable for a month. */
export async function forgetOldSends(db: Db, now: number): Promise<void> {
  await db.sends.filter((row) => row.settledAt !== null && now - row.settledAt > keptMs).delete();
}

const asking = new Map<string, Promise<void>>();

/** One request at a time per key: a second caller waits for the first one's answer. */
function ask(parts: SendParts, key: string): Promise<void> {
  const running = asking.get(key) ?? askOnce(parts, key).finally(() => asking.delete(key));
  asking.set(key, running);
  return running;
}

async function askOnce(parts: SendParts, key: string): Promise<void> {
  const { db, call, now } = parts;
  const row = await db.sends.get(key);
  if (row?.state !== 'waiting') return;
  await db.sends.update(key, { tries: row.tries + 1 });
  const askedAt = now();
  try {
    const answer = await call(sendEmail, { body: row.request }, { key });
    await parts.reached(true);
    // Counted from before the request, with the API's own length: then no skew of clocks makes ours the later end.
    const undoUntil = askedAt + Date.parse(answer.sendAt) - Date.parse(answer.acceptedAt);
    await db.transaction('rw', db.sends, async () => {
      const status = (await db.sends.get(key))?.status ?? answer.status; // the change feed may have been faster
      await db.sends.update(key, { state: 'taken', emailId: answer.id, status, undoUntil, trouble: null });
    });
    if (row.takenBack || (await db.sends.get(key))?.takenBack) await cancel(parts, key);
  } catch (error) {
    if (error instanceof Unreachable) return await parts.reached(false);
    if (!(error instanceof ApiError)) throw error;
    await refused(parts, key, error);
  }
}

/** Trouble that may pass; any other refusal is final, and the text is the rep's again. */
const passing: ReadonlySet<ProblemCode> = new Set(['signedOut', 'unavailable', 'internal']);

async function refused({ db, now }: SendParts, key: string, { problem }: ApiError): Promise<void> {
  if (passing.has(problem.code)) return void (await db.sends.update(key, { trouble: problem.title }));
  await db.transaction('rw', db.sends, db.drafts, async () => {
    const row = await db.sends.get(key);
    await db.sends.update(key, { state: 'over', trouble: problem.title, settledAt: now() });
    if (row) await freeDraft(db, row);
  });
}

/** Takes a send back. Where the API was never asked, nothing can leave; where it may have been, its answer decides. */
export async function undoSend(
  parts: SendParts,
  key: string,
): Promise<Answered<{ draftId: DraftId; content: DraftContent }>> {
  const { db } = parts;
  await db.sends
    .where({ key })
    .filter((row) => row.tries === 0 && (row.state === 'prepared' || row.state === 'waiting'))
    .modify({ state: 'over', status: 'CANCELLED' });
  const row = await db.sends.get(key);
  if (!row) return { ok: false, because: 'This send is not known here any more.', signedOut: false };
  const reopened = { ok: true, value: { draftId: row.draftId, content: contentOf(row) } } as const;
  if (row.state === 'waiting') {
    await db.sends.update(key, { takenBack: true });
    await ask(parts, key);
  } else if (row.state === 'taken' && row.status === 'PENDING_SEND') {
    const failed = await cancel(parts, key);
    if (failed) return failed;
  }
  const { status } = (await db.sends.get(key)) ?? row;
  if (status === 'SENT' || status === 'BOUNCED')
    return { ok: false, because: 'Too late: it has left.', signedOut: false };
  await db.transaction('rw', db.sends, db.drafts, () => freeDraft(db, row));
  return reopened;
}

async function cancel(
  { db, call, now }: SendParts,
  key: string,
): Promise<Extract<Answered<never>, { ok: false }> | null> {
  const row = await db.sends.get(key);
  if (!row) return null;
  try {
    const { status } = await call(cancelEmail, { id: row.emailId });
    await db.sends.update(key, { status, settledAt: now() });
    return null;
  } catch (error) {
    return refusalOf(error, 'Offline: it could not be taken back. Try again.');
  }
}

/** The rep looked in Sent and says what became of a send nobody could prove. */
export async function settleSend(
  { db, call }: SendParts,
  key: string,
  as: 'sent' | 'dropped',
): Promise<Answered<null>> {
  const row = await db.sends.get(key);
  if (!row) return { ok: true, value: null };
  try {
    const { status } = await call(resolveEmail, { id: row.emailId, body: { as } });
    await db.sends.update(key, { status, trouble: null });
    return { ok: true, value: null };
  } catch (error) {
    return refusalOf(error, 'Offline: your answer was not taken. Try again.');
  }
}

/** The mail page is about to send this draft itself: ours must be stopped first, or two would go out. */
export async function yieldSend(parts: SendParts, draftId: DraftId): Promise<boolean> {
  const live = (row: SendRow) => row.state !== 'over' && (row.status === null || row.status === 'PENDING_SEND');
  const sends = await parts.db.sends.where({ draftId }).toArray();
  const row = sends.find(live);
  if (!row) return !sends.some(({ status }) => status === 'SENT');
  return (await undoSend(parts, row.key)).ok && (await parts.db.sends.get(row.key))?.status === 'CANCELLED';
}

const contentOf = ({ request: { to, cc, bcc, subject, html, text } }: SendRow): DraftContent => ({
  to,
  cc,
  bcc,
  subject,
  html,
  text,
});
