import type { LatestEvent } from '#shared/overview.js';

/** One event as a sentence. */
export function sentence({ type, rep, to }: LatestEvent): string {
  const prospect = to ?? 'a prospect';
  switch (type) {
    case 'email.accepted':
      return `${rep} is sending to ${prospect}`;
    case 'email.sent':
      return `${rep} wrote to ${prospect}`;
    case 'email.replied':
      return `${prospect} replied to ${rep}`;
    case 'email.autoReplied':
      return `${prospect} sent ${rep} an automatic reply`;
    case 'email.bounced':
      return `${rep}'s mail to ${prospect} came back`;
    case 'email.failed':
      return `${rep}'s mail to ${prospect} was not sent`;
    case 'email.cancelled':
      return `${rep} took back a mail to ${prospect}`;
    case 'email.unknown':
      return `Nobody can prove whether ${rep}'s mail to ${prospect} left`;
    case 'suggestion.accepted':
      return `${rep} accepted a suggestion`;
    case 'suggestion.dismissed':
      return `${rep} dismissed a suggestion`;
  }
}

/** `10:42` today, else `20 Nov, 10:42`, in the reader's own time. */
export function timeOf(at: Date, now: Date, locale?: string): string {
  const time = at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  return `${at.toLocaleDateString(locale, { day: 'numeric', month: 'short' })}, ${time}`;
}

/** A day of the numbers (UTC, `2026-11-20`) as `20 Nov`. */
export const dayName = (day: string, locale?: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
