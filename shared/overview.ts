import { z } from 'zod';
import { LogEvent } from './event.js';

export const DayNumbers = z.object({
  day: z.iso.date(),
  sent: z.int().nonnegative(),
  replied: z.int().nonnegative(),
  bounced: z.int().nonnegative(),
});
export type DayNumbers = z.infer<typeof DayNumbers>;

/** Latest events carry the subject's email and the rep, never mail text. */
export const LatestEvent = LogEvent.pick({ id: true, type: true, at: true, emailId: true }).extend({
  rep: z.string(),
  to: z.string().nullable(),
});
export type LatestEvent = z.infer<typeof LatestEvent>;

/** `version` grows whenever a number changed; ask again with `since=version` and `wait` to hear of the next change. */
export const Overview = z.object({
  version: z.int().nonnegative(),
  organisation: z.string(),
  days: z.array(DayNumbers),
  totals: z.object({ sent: z.int(), replied: z.int(), bounced: z.int() }),
  latest: z.array(LatestEvent),
});
export type Overview = z.infer<typeof Overview>;
