import type { Fact } from '#shared/suggestion.js';

/**
 * How sure the engine is of an opener, computed and never claimed: .25 for being grounded at all, up to .45 for the
 * source (its weight, halved with each half-life of the fact, times how surely it is about this prospect), .20 for
 * relevance to the draft, .10 for clean language. Between .05 and .95, because nothing here is certain either way.
 */
export function confidenceOf(part: { source: number; relevance: number; fluency: number }): number {
  const sum = 0.25 + 0.45 * part.source + 0.2 * part.relevance + 0.1 * part.fluency;
  return Math.round(Math.min(0.95, Math.max(0.05, sum)) * 100) / 100;
}

/** What is less sure than this is not shown. */
export const leastShown = 0.35;

/** Days after which a fact is worth half: a vacancy is filled sooner than a database is replaced. */
export const halfLifeDays: Record<Fact['kind'], number> = {
  hiring: 45,
  event: 60,
  role: 90,
  funding: 120,
  expansion: 120,
  tech: 240,
  other: 60,
};

/** Two half-lives: an opener about something older reads as if nobody had looked since. */
export const isStale = (fact: Fact, today: string) => ageInDays(fact, today) > 2 * halfLifeDays[fact.kind];

/** Only an event may lie ahead. Anything else dated tomorrow is a mistake. */
export const isAhead = (fact: Fact, today: string) => ageInDays(fact, today) < 0;

/** 1 for a fresh fact, .5 after one half-life. An event ahead counts as fresh. */
export const freshness = (fact: Fact, today: string) =>
  0.5 ** (Math.max(0, ageInDays(fact, today)) / halfLifeDays[fact.kind]);

/** What the rep or the company's own records say weighs more than what was read somewhere. */
export const sourceWeight = (fact: Fact) => (/^(?:you|rep|crm)\b/i.test(fact.source) ? 1 : 0.85);

export const mean = (numbers: readonly number[]) =>
  numbers.length === 0 ? 0 : Math.round((numbers.reduce((sum, each) => sum + each, 0) / numbers.length) * 100) / 100;

const ageInDays = (fact: Fact, today: string) => (Date.parse(today) - Date.parse(fact.date)) / 86_400_000;
