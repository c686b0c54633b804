import { nameKey, type Specific, specifics, stem } from './specifics.js';
import type { Fact, TextSpan } from './suggestion.js';

/** What a text may rest on. `trusted` is the rep's own: draft, subject, names of the addressed. Facts come from outside. */
export type Sources = { trusted: string; facts: readonly Fact[] };

export type Origin = { from: 'draft' } | { from: 'fact'; factIds: string[] } | { from: 'nowhere' };

/**
 * One thing a text claims and where it comes from. Beside the specifics: `contact` says that two people met or talked
 * ("you told us"), `direction` that something goes from one name to another.
 */
export type Grounded = {
  kind: Specific['kind'] | 'contact' | 'direction';
  text: string;
  span: TextSpan;
  origin: Origin;
};

/**
 * Where every number, name, date, price and link of a text comes from. What it cannot see: a wrong relation in plain
 * words ("you dropped SAP" for "you chose SAP"). So a person still decides; this stops made-up specifics.
 */
export function grounding(text: string, sources: Sources): Grounded[] {
  const trusted = new Source(sources.trusted);
  const facts = sources.facts.map((fact) => ({ id: fact.id, source: new Source(factText(fact), fact.text) }));
  const supporting = (claim: (source: Source) => boolean): Origin => {
    if (claim(trusted)) return { from: 'draft' };
    const factIds = facts.filter(({ source }) => claim(source)).map(({ id }) => id);
    return factIds.length > 0 ? { from: 'fact', factIds } : { from: 'nowhere' };
  };

  const grounded: Grounded[] = specifics(text).map((specific) => ({
    kind: specific.kind,
    text: specific.text,
    span: specific.span,
    // A hostile fact must not be able to put its own address or offer into a rep's mail.
    origin: onlyTrusted.has(specific.kind)
      ? trusted.says(specific)
        ? { from: 'draft' }
        : { from: 'nowhere' }
      : supporting((source) => source.says(specific)),
  }));
  for (const { family, text: said, span } of contacts(text)) {
    grounded.push({ kind: 'contact', text: said, span, origin: supporting((source) => source.contacts.has(family)) });
  }
  for (const move of directions(text)) {
    const { text: said, span } = move;
    grounded.push({ kind: 'direction', text: said, span, origin: supporting((source) => source.goes(move)) });
  }
  return bindSentences(text, grounded).sort((a, b) => a.span.start - b.span.start);
}

/** What a text claims that nothing supports; empty for a text that may be shown. */
export const ungrounded = (text: string, sources: Sources): Grounded[] =>
  grounding(text, sources).filter(({ origin }) => origin.from === 'nowhere');

const onlyTrusted = new Set<Specific['kind']>(['email', 'link', 'phone', 'price', 'placeholder']);

const factText = (fact: Fact) => [fact.text, ...Object.values(fact.fields)].join('\n');

class Source {
  readonly contacts: Set<string>;
  private readonly specifics: Specific[];
  private readonly directions: Direction[];
  private readonly words: string;
  private readonly stems: Set<string>;

  /** `sentences` is the part in which a number stands beside what it counts; a bare field such as "12" does not. */
  constructor(
    text: string,
    private readonly sentences = text,
  ) {
    this.specifics = specifics(text);
    this.contacts = new Set(contacts(text).map(({ family }) => family));
    this.directions = [...directions(text)];
    this.words = ` ${wordsOf(text).join(' ')} `;
    this.stems = new Set(wordsOf(text).map(stem));
  }

  says(claim: Specific): boolean {
    if (claim.kind === 'name') return this.mentions(claim.text);
    return this.specifics.some(
      (mine) =>
        mine.kind === claim.kind && claim.parts.every((part) => mine.parts.includes(part)) && this.counts(claim, mine),
    );
  }

  goes(claim: Direction): boolean {
    return this.directions.some((mine) => mine.origin === claim.origin && mine.target === claim.target);
  }

  /** A name is said where its words stand together, in any case: "acme corp" supports "Acme". A plural is the same name. */
  private mentions(name: string): boolean {
    const key = wordsOf(name).map(nameKey).join(' ');
    return [key, key.replace(/s$/, ''), `${key}s`].some((form) => form !== '' && this.words.includes(` ${form} `));
  }

  /** 340 employees do not support 340 warehouses. */
  private counts(claim: Specific, mine: Specific): boolean {
    if (claim.units.length === 0) return true;
    if (mine.units.length > 0) return claim.units.some((unit) => mine.units.includes(unit));
    const bareField = mine.span.start >= this.sentences.length;
    return !bareField || claim.units.some((unit) => this.stems.has(unit));
  }
}

const wordsOf = (text: string) =>
  (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}&+]+(?:['-][\p{L}\p{N}&+]+)*/gu) ?? []
  ).map((word) => word.replace(/'s$/, ''));

/** Ways to say that people met or talked. A text may use one only if a source says so too. */
const contactFamilies: Record<string, RegExp> = {
  met: /\b(?:(?:enjoyed|great|good|nice|lovely|loved|glad|pleasure|after|since) (?:\w+ )?meeting (?:you|up|your)|(?:we|I|you) (?:recently |first |just )?met\b|when (?:you and I|we) met|met (?:you|with you))/gi,
  talked:
    /\b(?:(?:we|you and I) (?:recently |last |just )?(?:spoke|talked|discussed|chatted)|as (?:we )?(?:discussed|agreed)|(?:our|your) (?:last |recent |earlier )?(?:call|conversation|chat|discussion)|(?:speaking|talking|chatting) (?:with|to) you)\b/gi,
  told: /\byou (?:recently |once |also )?(?:told|said|mentioned|asked|wrote|promised|agreed|shared)\b/gi,
};

function contacts(text: string): { family: string; text: string; span: TextSpan }[] {
  return Object.entries(contactFamilies).flatMap(([family, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      family,
      text: match[0],
      span: { start: match.index, end: match.index + match[0].length },
    })),
  );
}

type Direction = { origin: string; target: string; text: string; span: TextSpan };

function* directions(text: string): Generator<Direction> {
  const name = '(\\p{Lu}[\\p{L}\\p{N}&-]*(?:\\.\\p{L}+)?)';
  for (const [pattern, from, to] of [
    [new RegExp(`\\bfrom ${name} (?:over )?to ${name}`, 'gu'), 1, 2],
    [new RegExp(`\\bto ${name} from ${name}`, 'gu'), 2, 1],
    [new RegExp(`\\breplac(?:ed|ing|es) ${name} with ${name}`, 'gu'), 1, 2],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const [origin, target] = [match[from] ?? '', match[to] ?? ''].map(nameKey);
      const span = { start: match.index, end: match.index + match[0].length };
      if (origin && target) yield { origin, target, text: match[0], span };
    }
  }
}

/**
 * A sentence that takes a name from one fact may not take its date or number from another: "hiring in October" with
 * the hiring from one fact and the October from the next is a new claim.
 */
function bindSentences(text: string, grounded: Grounded[]): Grounded[] {
  return grounded.map((claim) => {
    if (claim.origin.from !== 'fact' || (claim.kind !== 'date' && claim.kind !== 'number')) return claim;
    const { factIds } = claim.origin;
    const beside = grounded.filter(
      (other) => other !== claim && other.kind === 'name' && sameSentence(text, claim.span, other.span),
    );
    const bound = beside.filter((other) => other.origin.from === 'fact');
    const shares = bound.some(
      ({ origin }) => origin.from === 'fact' && origin.factIds.some((id) => factIds.includes(id)),
    );
    return bound.length === 0 || shares ? claim : { ...claim, origin: { from: 'nowhere' } };
  });
}

function sameSentence(text: string, a: TextSpan, b: TextSpan): boolean {
  const between = text.slice(Math.min(a.end, b.end), Math.max(a.start, b.start));
  return !/[.!?]\s|\n/.test(between);
}
