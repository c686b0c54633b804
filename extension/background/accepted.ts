import type { AcceptedSpan } from '#shared/email.js';
import type { AcceptedRow } from './db.js';

/**
 * What of the accepted hunks still stands in the final text, word for word, and its share of that text. Of several
 * places a hunk may be found at, the one nearest to where it was put counts; no character counts twice.
 */
export function acceptedIn(
  text: string,
  rows: readonly AcceptedRow[],
): { acceptedSpans: AcceptedSpan[]; aiShare: number } {
  const acceptedSpans: AcceptedSpan[] = [];
  for (const { suggestionId, hunkId, insert, at } of rows.toSorted((a, b) => b.insert.length - a.insert.length)) {
    if (insert.trim() === '') continue;
    const free = placesOf(insert, text).filter((start) => !acceptedSpans.some((span) => overlap(span, start, insert)));
    const start = free.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
    if (start !== undefined) acceptedSpans.push({ suggestionId, hunkId, start, end: start + insert.length });
  }
  acceptedSpans.sort((a, b) => a.start - b.start);
  const taken = acceptedSpans.reduce((sum, span) => sum + span.end - span.start, 0);
  return { acceptedSpans, aiShare: text.length === 0 ? 0 : taken / text.length };
}

function placesOf(part: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

const overlap = (span: AcceptedSpan, start: number, insert: string) =>
  start < span.end && start + insert.length > span.start;
