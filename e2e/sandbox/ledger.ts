import { z } from 'zod';
import { field } from './letter.js';
import type { Store } from './store.js';

/** The header by which Lumina knows its own mail again; only tests and the judge of "once" read it here. */
const MARKER = 'X-Lumina-Send-Id';

export const Delivery = z.object({
  id: z.number(),
  at: z.number(),
  sender: z.string(),
  /** The prospects it reached, Bcc included. */
  recipients: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  marker: z.string().nullable(),
  /** The Message-ID it carried when it arrived. */
  rfcId: z.string(),
  raw: z.instanceof(Uint8Array),
});
export type Delivery = z.infer<typeof Delivery>;

const COLUMNS = 'id, at, sender, recipients, marker, rfc_id AS rfcId, raw';

/**
 * Every mail that reached prospects, in order, never changed (a trigger sees to it). One row is one message sent once:
 * two rows with one marker are one intent delivered twice.
 */
export function recordDelivery(
  store: Store,
  sender: string,
  recipients: string[],
  raw: Uint8Array,
  marker = field(raw, MARKER),
): void {
  store.run(
    'INSERT INTO ledger (at, sender, recipients, marker, rfc_id, raw) VALUES (?, ?, ?, ?, ?, ?)',
    Date.now(),
    sender,
    JSON.stringify(recipients),
    marker ?? null,
    field(raw, 'Message-ID') ?? '',
    raw,
  );
}

/** All deliveries, oldest first; with a marker, only those of that intent. */
export function deliveries(store: Store, marker?: string): Delivery[] {
  if (marker === undefined) return store.all(Delivery, `SELECT ${COLUMNS} FROM ledger ORDER BY id`);
  return store.all(Delivery, `SELECT ${COLUMNS} FROM ledger WHERE marker = ? ORDER BY id`, marker);
}

export function delivery(store: Store, id: number): Delivery | undefined {
  return store.one(Delivery, `SELECT ${COLUMNS} FROM ledger WHERE id = ?`, id);
}
