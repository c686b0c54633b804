import type { EventType } from '#shared/event.js';
import type { EmailId, UserId } from '#shared/ids.js';

/** What is counted, and the event that makes an email count. */
export const metricOf: Partial<Record<EventType, string>> = {
  'email.sent': 'sent',
  'email.replied': 'replied',
  'email.autoReplied': 'autoReplied',
  'email.bounced': 'bounced',
  'email.failed': 'failed',
};

export interface CountableEvent {
  userId: UserId;
  emailId: EmailId | null;
  type: EventType;
  at: Date;
}

/** Added to one number of the rollups. */
export interface Increment {
  userId: UserId;
  /** In UTC, as `2026-11-22`. */
  day: string;
  metric: string;
  by: number;
}

/**
 * What these events change in the numbers. An email counts once per metric, on the day it first happened, in whatever
 * order its events are heard: one that turns out to be older than what was counted moves the count to its own day.
 * `counted` knows the earliest event behind each number so far, see `countKey`.
 */
export function fold(events: readonly CountableEvent[], counted: ReadonlyMap<string, Date>): Increment[] {
  const first = new Map<string, CountableEvent>();
  for (const event of events) {
    const key = countKey(event);
    const known = key === undefined ? undefined : first.get(key);
    if (key !== undefined && (!known || event.at < known.at)) first.set(key, event);
  }
  const sums = new Map<string, Increment>();
  const add = ({ userId, type }: CountableEvent, at: Date, by: number) => {
    const metric = metricOf[type] ?? type;
    const day = at.toISOString().slice(0, 10);
    const key = `${userId} ${day} ${metric}`;
    sums.set(key, { userId, day, metric, by: (sums.get(key)?.by ?? 0) + by });
  };
  for (const [key, event] of first) {
    const before = counted.get(key);
    if (before && before <= event.at) continue;
    if (before) add(event, before, -1);
    add(event, event.at, 1);
  }
  return [...sums.values()].filter((increment) => increment.by !== 0);
}

/** Names one email under one metric; undefined for what is not counted. */
export function countKey({ emailId, type }: Pick<CountableEvent, 'emailId' | 'type'>): string | undefined {
  const metric = metricOf[type];
  return emailId === null || metric === undefined ? undefined : `${emailId} ${metric}`;
}
