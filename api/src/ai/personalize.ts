import { ungrounded } from '#shared/grounding.js';
import type { Fact, Hunk, PersonalizeInput, Suggestion, TextSpan } from '#shared/suggestion.js';
import { identityOf, isProspect } from './addressee.js';
import { confidenceOf, freshness, isAhead, isStale, leastShown, sourceWeight } from './confidence.js';
import { contentHash, pick } from './content-hash.js';
import { isEnglish } from './english.js';
import { isStock, rewrite } from './rewrite.js';
import { greetedName, segment } from './segment.js';
import { sentencesIn } from './sentences.js';
import { type Opener, openersFor } from './templates.js';

/**
 * Proposes one sentence about the prospect after the greeting, made of the fields of one dated fact; a stock opener
 * gives way to it. Pure. It stays silent, and says why, where facts are missing, old, or about somebody else.
 */
export function personalize(input: PersonalizeInput): Suggestion {
  const found = opening(input);
  const hunk = 'note' in found ? null : hunkFor(input, found);
  return {
    id: contentHash('personalize', input),
    revision: input.revision,
    kind: 'personalize',
    engine: 'embedded',
    confidence: hunk?.confidence ?? 0,
    hunks: hunk ? [hunk] : [],
    note: 'note' in found ? found.note : null,
  };
}

type Opening = { fact: Fact; opener: Opener; variant: number; confidence: number };

function opening(input: PersonalizeInput): Opening | { note: string } {
  const { text, today, prospect } = input;
  if (text.trim() === '') return { note: 'There is no text to open yet.' };
  const greeted = greetedName(text);
  if (greeted && !isProspect(greeted, prospect)) {
    return {
      note: `The draft greets ${greeted.slice(0, 60)}, but it goes to ${(prospect.name || prospect.email).slice(0, 120)}.`,
    };
  }
  if (!isEnglish(bodyOf(text) || 'the')) return { note: 'This does not look like English, so it was left alone.' };
  if (input.facts.length === 0) return { note: 'Nothing is known about this prospect yet.' };

  const theirs = input.facts.filter((fact) => identityOf(fact, prospect) > 0);
  if (theirs.length === 0) return { note: 'What is known is about somebody else.' };
  const dated = theirs.filter((fact) => !isStale(fact, today) && (fact.kind === 'event' || !isAhead(fact, today)));
  if (dated.length === 0) return { note: 'What is known is too old to open with.' };
  const usable = dated.filter((fact) => openersFor(fact, about(input)).length > 0);
  if (usable.length === 0) return { note: 'No fact has what an opening sentence needs.' };
  const unsaid = usable.filter((fact) => !isSaid(fact, input));
  if (unsaid.length === 0) return { note: 'The draft already speaks of what is known.' };
  return best(unsaid, input) ?? { note: 'Nothing is known well enough to open with.' };
}

function best(facts: readonly Fact[], input: PersonalizeInput): Opening | undefined {
  return facts
    .flatMap((fact) => {
      const openers = openersFor(fact, about(input));
      const opener = pick(openers, `${input.prospect.email} ${fact.id}`);
      if (!opener || ungrounded(opener.text, { trusted: trusted(input), facts: [fact] }).length > 0) return [];
      return [{ fact, opener, variant: openers.indexOf(opener) + 1, confidence: confidence(fact, opener, input) }];
    })
    .filter((each) => each.confidence >= leastShown)
    .sort((a, b) => b.confidence - a.confidence || (a.fact.id < b.fact.id ? -1 : 1))[0];
}

function confidence(fact: Fact, opener: Opener, input: PersonalizeInput): number {
  const lint = rewrite({ ...input, mode: 'fix', text: opener.text, names: opener.slots }).hunks;
  return confidenceOf({
    source: sourceWeight(fact) * freshness(fact, input.today) * identityOf(fact, input.prospect),
    relevance: related[fact.kind].test(`${input.subject}\n${bodyOf(input.text)}`) ? 1 : 0.4,
    fluency: lint.length === 0 ? 1 : 0,
  });
}

/** Words of a draft that make a kind of fact a fitting start. */
const related: Record<Fact['kind'], RegExp> = {
  hiring: /\b(?:hir|ramp|onboard|recruit|train|rep\b|reps\b|team|headcount)/i,
  funding: /\b(?:grow|scal|fund|invest|budget|hir|expan)/i,
  tech: /\b(?:integrat|stack|migrat|tool|platform|system|data|connect)/i,
  event: /\b(?:talk|event|conference|forum|session|close|community|learn)/i,
  expansion: /\b(?:expan|market|region|local|grow|launch|scal)/i,
  role: /\b(?:team|priorit|plan|goal|quarter|lead|strategy)/i,
  other: /(?!)/,
};

/** Where the draft already mentions what the fact says, saying it again would be odd. */
function isSaid(fact: Fact, input: PersonalizeInput): boolean {
  const body = bodyOf(input.text).toLowerCase();
  const mentions = (slot: string) => slot.length > 2 && body.includes(slot.toLowerCase());
  // All of it: a draft about the topic of their talk is the best reason to name the talk, not a reason against it.
  const isNamed = openersFor(fact, about(input)).some((opener) => opener.slots.every(mentions));
  return isNamed || said[fact.kind].test(body);
}

const said: Record<Fact['kind'], RegExp> = {
  hiring: /\b(?:you're|you are|is|are) hiring\b/,
  funding: /\b(?:your|recent|new) (?:funding|raise|round)\b|\bseries [a-h]\b/,
  tech: /(?!)/,
  event: /\byour talk\b/,
  expansion: /\b(?:your|the) expansion\b/,
  role: /\bnew role\b/,
  other: /(?!)/,
};

function hunkFor({ text }: PersonalizeInput, { fact, opener, variant, confidence }: Opening): Hunk {
  const rule = `opener:${fact.kind}:${variant}`;
  const { span, insert } = placed(text, opener.text);
  return {
    id: `${rule}@${span.start}`,
    span,
    remove: text.slice(span.start, span.end),
    insert: text.includes('’') ? insert.replaceAll("'", '’') : insert,
    why: 'Opens with them, not us.',
    rule,
    factIds: [fact.id],
    confidence,
  };
}

/** In place of a stock opener, or in front of the first sentence, in a paragraph of its own where the draft has them. */
function placed(text: string, opener: string): { span: TextSpan; insert: string } {
  const { core, greeting, closing } = segment(text);
  const [first] = sentencesIn(text, core);
  if (!first) {
    const gap = greeting && !text.slice(greeting.end, core.start).includes('\n') ? '\n\n' : '';
    return { span: { start: core.start, end: core.start }, insert: `${gap}${opener}${closing ? '\n\n' : ''}` };
  }
  if (isStock(text.slice(first.start, first.end))) return { span: first, insert: opener };
  const apart =
    /\n\s*\n/.test(text.slice(greeting?.end ?? core.start, core.start)) || (!greeting && /\n\s*\n/.test(text));
  // After "Hi Ada, we …" the "we" now begins a sentence.
  const word = /^\p{Ll}[\p{L}'’]*/u.exec(text.slice(first.start, first.end))?.[0] ?? '';
  const next = word.charAt(0).toUpperCase() + word.slice(1);
  return {
    span: { start: first.start, end: first.start + word.length },
    insert: `${opener}${apart ? '\n\n' : ' '}${next}`,
  };
}

const about = (input: PersonalizeInput) => ({ company: input.prospect.company, today: input.today });

const trusted = ({ subject, text, prospect }: PersonalizeInput) =>
  [subject, text, prospect.name, prospect.company ?? ''].join('\n');

function bodyOf(text: string): string {
  const { core } = segment(text);
  return text.slice(core.start, core.end);
}
