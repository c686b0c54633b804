import { specifics } from '#shared/specifics.js';
import type { Hunk, RewriteInput, Suggestion, TextSpan } from '#shared/suggestion.js';
import { mean } from './confidence.js';
import { contentHash } from './content-hash.js';
import { type Edit, hunksFrom, phraseEdits } from './edits.js';
import { isEnglish } from './english.js';
import { fixes } from './fixes.js';
import { phraseGroups } from './phrases.js';
import { protectedSpans, segment } from './segment.js';
import { sentencesIn } from './sentences.js';
import { asks, fillers, leans, offers, stockOpeners } from './stock.js';

/**
 * Proposes small edits to a draft's text from tables of rules. Pure: the same input gives the same suggestion.
 * It changes wording, never what is claimed, and never a greeting, a closing, a name or a number.
 */
export function rewrite(input: RewriteInput): Suggestion {
  const { text, mode } = input;
  if (text.trim() === '') return answer(input, [], 'There is no text to work on yet.');
  if (!isEnglish(text)) return answer(input, [], 'This does not look like English, so it was left alone.');
  const { core } = segment(text);
  const hunks = hunksFrom(text, editsFor(mode, text, core), protectedFor(mode, text, input.names));
  return answer(input, hunks, nothingFound[mode]);
}

const nothingFound: Record<RewriteInput['mode'], string> = {
  clearer: 'Nothing to change: this already reads plainly.',
  shorten: 'Nothing to cut that is certain to be missed by nobody.',
  fix: 'No mistake found. Only certain ones are looked for.',
};

function answer(input: RewriteInput, hunks: Hunk[], note: string): Suggestion {
  return {
    id: contentHash('rewrite', input),
    revision: input.revision,
    kind: 'rewrite',
    engine: 'embedded',
    confidence: mean(hunks.map((hunk) => hunk.confidence)),
    hunks,
    note: hunks.length > 0 ? null : note,
  };
}

function editsFor(mode: RewriteInput['mode'], text: string, core: TextSpan): Edit[] {
  switch (mode) {
    case 'clearer':
      return [...phraseEdits(text, core, phraseGroups), ...stockCuts(text, core)];
    case 'shorten':
      return [
        ...phraseEdits(text, core, phraseGroups).filter(saves),
        ...stockCuts(text, core),
        ...fillerCuts(text, core),
      ];
    case 'fix':
      return fixEdits(text, core);
  }
}

/** Correcting "wednesday" touches a date without changing it, so days are guarded by comparing claims alone. */
const protectedFor = (mode: RewriteInput['mode'], text: string, names: readonly string[]) =>
  mode === 'fix'
    ? protectedSpans(text, names).filter(
        (span) => !/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(text.slice(span.start, span.end)),
      )
    : protectedSpans(text, names);

const saves = (edit: Edit) => edit.insert.length < edit.span.end - edit.span.start;

function fixEdits(text: string, core: TextSpan): Edit[] {
  const spoken = text.toLowerCase();
  const possible = fixes.filter(({ needs }) => needs === undefined || spoken.includes(needs));
  return possible.flatMap(({ id, why, find, put }) =>
    [...text.matchAll(find)].flatMap((match) => {
      const span = { start: match.index, end: match.index + match[0].length };
      const right = typeof put === 'string' ? put.replace('$1', match[1] ?? '') : put(match);
      if (right === null || span.start < core.start || span.end > core.end) return [];
      const large = /^\p{Lu}/u.test(match[0]) && right !== '';
      const insert = large ? right.charAt(0).toUpperCase() + right.slice(1) : right;
      return [{ span, insert, why, rule: `fix:${id}`, confidence: 0.9 }];
    }),
  );
}

/** A stock opener goes, whatever was asked for, if something is left to say. */
function stockCuts(text: string, core: TextSpan): Edit[] {
  const [first, second] = sentencesIn(text, core);
  if (!first || !second || !isStock(text.slice(first.start, first.end))) return [];
  const span = { start: first.start, end: second.start };
  return [
    { span, insert: '', why: 'Everybody opens like this; start with them.', rule: 'stock:opener', confidence: 0.85 },
  ];
}

export const isStock = (sentence: string) =>
  stockOpeners.some((stock) => stock.test(sentence.replaceAll('’', "'"))) && specifics(sentence).length === 0;

/** Offered, never certain: a sentence that says nothing, asks nothing, claims nothing, and that no other leans on. */
function fillerCuts(text: string, core: TextSpan): Edit[] {
  const spans = sentencesIn(text, core);
  const said = spans.map(({ start, end }) => text.slice(start, end).replaceAll('’', "'"));
  const cuts: Edit[] = [];
  for (const [i, sentence] of said.entries()) {
    const span = spans[i];
    if (!span || !fillers.some((filler) => filler.test(sentence))) continue;
    const rest = said.filter((_, other) => other !== i && !cuts.some((cut) => cut.span.start === spans[other]?.start));
    if (asks.test(sentence) || specifics(sentence).length > 0 || leans.test(said[i + 1] ?? '')) continue;
    if (rest.length === 0 || (offers.test(sentence) && !rest.some((other) => offers.test(other)))) continue;
    cuts.push({
      span: withGap(text, span, spans[i + 1], i === 0),
      insert: '',
      why: 'Could go: it asks nothing and says nothing new.',
      rule: 'cut:filler',
      confidence: 0.5,
    });
  }
  return cuts;
}

/** A sentence goes with the space behind it; the last of its paragraph, unless it opens the mail, with that before it. */
function withGap(text: string, span: TextSpan, next: TextSpan | undefined, isFirst: boolean): TextSpan {
  const before = /\s*$/.exec(text.slice(0, span.start))?.[0] ?? '';
  const behind = next ? text.slice(span.end, next.start) : '';
  if (next && (isFirst || !behind.includes('\n') || before.includes('\n')))
    return { start: span.start, end: next.start };
  return { start: span.start - before.length, end: span.end };
}
