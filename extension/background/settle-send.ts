import { cancelEmail, resolveEmail } from '#shared/api.js';
import { type ApiClient, ApiError } from '#shared/api-client.js';
import type { Answered } from '../messaging/protocol.js';
import type { Db } from './db.js';
import { refusalOf } from './refusal.js';

export interface SendParts {
  db: Db;
  call: ApiClient;
  now: () => number;
  reached: (yes: boolean) => Promise<void>;
}

/** Asks the API not to send what it has taken. @returns why it could not be taken back, null where it is. */
export async function cancel(
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
    // Too late: it goes its way, and is told of as any other.
    if (error instanceof ApiError && error.problem.code === 'tooLate') await db.sends.update(key, { takenBack: false });
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
