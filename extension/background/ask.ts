import { listProspects, personalize, rewrite } from '#shared/api.js';
import type { ApiClient } from '#shared/api-client.js';
import type { Feedback } from '#shared/feedback.js';
import type { Prospect } from '#shared/prospect.js';
import type { Suggestion } from '#shared/suggestion.js';
import type { Answered, HunkVerdict, Question } from '../messaging/protocol.js';
import type { Db } from './db.js';
import { refusalOf } from './refusal.js';

const offline = 'Offline. Your text is safe on this computer; ask again when the connection is back.';

/** Asks the engine about the text in the call itself: what the API has of the draft may be older. */
export async function askEngine(call: ApiClient, question: Question): Promise<Answered<Suggestion>> {
  try {
    switch (question.kind) {
      case 'rewrite':
        return { ok: true, value: await call(rewrite, { body: question.input }) };
      case 'personalize':
        return { ok: true, value: await call(personalize, { body: question.input }) };
    }
  } catch (error) {
    return refusalOf(error, offline);
  }
}

export async function findProspect(call: ApiClient, email: string): Promise<Answered<Prospect | null>> {
  try {
    const { prospects } = await call(listProspects, { query: { email, limit: 1 } });
    return { ok: true, value: prospects[0] ?? null };
  } catch (error) {
    return refusalOf(error, offline);
  }
}

/** Keeps what the rep did with a hunk: for the outbox, and, where it was taken, for the share of it in what is sent. */
export async function keepVerdict(db: Db, given: HunkVerdict, id: string, at: Date): Promise<void> {
  const { draftId, suggestionId, engine, hunk, verdict } = given;
  const feedback: Feedback = {
    id,
    draftId,
    suggestionId,
    hunkId: hunk.id,
    rule: hunk.rule,
    engine,
    verdict,
    at: at.toISOString(),
  };
  await db.transaction('rw', db.feedback, db.accepted, async () => {
    await db.feedback.add(feedback);
    if (verdict === 'accepted')
      await db.accepted.add({ id, draftId, suggestionId, hunkId: hunk.id, insert: hunk.insert, at: given.at });
  });
}
