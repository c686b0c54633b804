import { z } from 'zod';
import { EmailId, EventId } from './ids.js';

export const EventType = z.enum([
  'email.accepted',
  'email.cancelled',
  'email.sent',
  'email.failed',
  'email.unknown',
  'email.replied',
  'email.autoReplied',
  'email.bounced',
  'suggestion.accepted',
  'suggestion.dismissed',
]);
export type EventType = z.infer<typeof EventType>;

/** A fact in the append-only log. `at` is when it happened, by the provider's clock where there is one. */
export const LogEvent = z.object({
  id: EventId,
  type: EventType,
  at: z.iso.datetime(),
  emailId: EmailId.nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type LogEvent = z.infer<typeof LogEvent>;

export const EventList = z.object({ events: z.array(LogEvent), next: z.string().nullable() });
export type EventList = z.infer<typeof EventList>;
