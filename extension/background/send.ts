import { sendEmail } from '#shared/api.js';
import { ApiError, Unreachable } from '#shared/api-client.js';
import type { ProblemCode } from '#shared/problem.js';
import type { SendRequest } from '../messaging/protocol.js';
import { acceptedIn } from './accepted.js';
import type { Db, SendRow } from './db.js';
import { mailboxesHere } from './identity.js';
import { cancel, type SendParts } from './settle-send.js';
import { freeDraft } from './sync/pull.js';

/**
 * Stores the whole request before anything leaves: whatever happens next, the same key asks for the same. A draft that a
 * send has in hand gets no second one, whichever panel asks.
 */
export async function prepareSend({ db, now }: SendParts, ask: SendRequest): Promise<{ key: string }> {
  const { key, draftId, mailbox, webmail, content, from, undoSeconds, webmailDraftId } = ask;
  return await db.transaction('rw', db.sends, db.drafts, db.accepted, async () => {
    const before = (await db.sends.where({ draftId }).toArray()).find((row) => row.key === key || isLive(row));
    if (before) return { key: before.key };
    const accepted = await db.accepted.where({ draftId }).toArray();
    const request = { ...content, draftId, from, undoSeconds, webmailDraftId, ...acceptedIn(content.text, accepted) };
    await db.sends.add({ ...newRow, key, draftId, mailbox, webmail, request, createdAt: now() });
    await db.drafts.update(draftId, { sendKey: key });
    return { key };
  });
}

/** It may still leave. */
export const isLive = ({ state, status }: SendRow) =>
  state !== 'over' && (status === null || status === 'PENDING_SEND');

const newRow: Omit<SendRow, 'key' | 'draftId' | 'mailbox' | 'webmail' | 'request' | 'createdAt'> = {
  state: 'prepared',
  tries: 0,
  takenBack: false,
  emailId: '',
  status: null,
  undoUntil: 0,
  settledAt: null,
  trouble: null,
  isPutAway: false,
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

/** Asks for every waiting send, and takes back what could not be taken back before. @returns whether any is left to ask. */
export async function drainSends(parts: SendParts): Promise<boolean> {
  const { db } = parts;
  const here = await mailboxesHere(db);
  const isHere = ({ mailbox }: SendRow) => here.has(mailbox);
  for (const row of await db.sends.where({ state: 'waiting' }).toArray()) {
    const because = `Sign in with ${row.mailbox} to send it.`;
    if (isHere(row)) await ask(parts, row.key);
    else if (row.trouble !== because) await db.sends.update(row.key, { trouble: because });
  }
  const isTakenBack = (row: SendRow) => isHere(row) && row.takenBack && row.status === 'PENDING_SEND';
  const takenBack = () => db.sends.where({ state: 'taken' }).filter(isTakenBack);
  for (const { key } of await takenBack().toArray()) await cancel(parts, key);
  const waiting = await db.sends.where('state').anyOf('prepared', 'waiting').filter(isHere).count();
  return waiting + (await takenBack().count()) > 0;
}

const keptMs = 30 * 86_400_000;

/** What became of a send stays readable for a month. */
export async function forgetOldSends(db: Db, now: number): Promise<void> {
  await db.sends.filter((row) => row.settledAt !== null && now - row.settledAt > keptMs).delete();
}

const asking = new Map<string, Promise<void>>();

/** One request at a time per key: a second caller waits for the first one's answer. */
export function ask(parts: SendParts, key: string): Promise<void> {
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
    const answer = await (row.takenBack ? askToTakeBack(parts, row) : call(sendEmail, { body: row.request }, { key }));
    await parts.reached(true);
    // Counted from before the request, with the API's own length: then no skew of clocks makes ours the later end. An
    // earlier request may be the one that was taken; then only the API's clock says when.
    const counted = askedAt + Date.parse(answer.sendAt) - Date.parse(answer.acceptedAt);
    const undoUntil = row.tries === 0 ? counted : Math.min(counted, Date.parse(answer.sendAt));
    await db.transaction('rw', db.sends, async () => {
      const status = (await db.sends.get(key))?.status ?? answer.status; // the change feed may have been faster
      await db.sends.update(key, { state: 'taken', emailId: answer.id, status, undoUntil, trouble: null });
    });
    if ((await db.sends.get(key))?.takenBack) await cancel(parts, key);
  } catch (error) {
    if (error instanceof Unreachable) return await parts.reached(false);
    if (!(error instanceof ApiError)) throw error;
    await refused(parts, key, error);
  }
}

/** The longest the contract allows. */
const longestUndoSeconds = 120;

/**
 * Learns the id of a send that is to be cancelled, which only asking for it again tells. Where the API never had it, asking
 * must not make it leave: so with the longest window first. A key that was used refuses the changed request.
 */
async function askToTakeBack({ call }: SendParts, { key, request }: SendRow) {
  try {
    return await call(sendEmail, { body: { ...request, undoSeconds: longestUndoSeconds } }, { key });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'keyReused') throw error;
    return await call(sendEmail, { body: request }, { key });
  }
}

/** Trouble that may pass; any other refusal is final, and the text is the rep's again. */
const passing: ReadonlySet<ProblemCode> = new Set(['signedOut', 'unavailable', 'internal']);

async function refused({ db, now }: SendParts, key: string, { problem }: ApiError): Promise<void> {
  if (passing.has(problem.code)) return void (await db.sends.update(key, { trouble: problem.title }));
  await db.transaction('rw', db.sends, db.drafts, async () => {
    const row = await db.sends.get(key);
    await db.sends.update(key, { state: 'over', trouble: problem.title, settledAt: now(), isPutAway: false });
    if (row) await freeDraft(db, row);
  });
}
