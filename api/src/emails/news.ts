import type { EventType } from '#shared/event.js';
import type { NewChange } from '../changes/changes.service.js';
import type { NewEvent } from '../events/events.service.js';
import type { Claim } from './send-row.js';
import { type Known, statusOf } from './sending.js';

/** What a step is worth telling: an event for the log where the status is another, a line for the rep. */
export function news(
  {
    organisationId,
    userId,
    emailId,
    draftId,
    letter,
    known,
  }: Pick<Claim, 'organisationId' | 'userId' | 'emailId' | 'draftId' | 'letter' | 'known'>,
  next: Known,
): { event: Omit<NewEvent, 'at'> | null; change: NewChange } | undefined {
  const status = statusOf(next.state);
  const isNewStatus = status !== statusOf(known.state);
  if (!isNewStatus && (next.trouble === null || next.trouble === known.trouble)) return undefined;
  const event = isNewStatus ? eventOf(next) : null;
  return {
    event: event && {
      organisationId,
      userId,
      emailId,
      ...event,
      key: `${event.type.slice('email.'.length)}:${emailId}`,
    },
    change: {
      organisationId,
      userId,
      kind: 'email.status',
      emailId,
      draftId,
      status,
      text: next.trouble ?? `Sent to ${letter.to.map(({ name, email }) => name || email).join(', ')}.`,
    },
  };
}

function eventOf(next: Known): { type: EventType; data: Record<string, unknown> } | null {
  switch (next.state) {
    case 'sent':
      return { type: 'email.sent', data: next.sent ? { threadId: next.sent.threadId } : {} };
    case 'failed':
      return { type: 'email.failed', data: { reason: next.trouble } };
    case 'unknown':
      return { type: 'email.unknown', data: {} };
    case 'cancelled':
      return { type: 'email.cancelled', data: {} };
    case 'queued':
    case 'drafting':
    case 'drafted':
    case 'sending':
    case 'paused':
      return null;
  }
}
