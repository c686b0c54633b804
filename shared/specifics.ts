import { isCommonStart, isNeverName } from './common-words.js';
import { patterns } from './specific-patterns.js';
import type { TextSpan } from './suggestion.js';

/**
 * The parts of a text that can be true or false by themselves: numbers, prices, names, dates, links, addresses.
 * Plain words carry tone; these carry claims, so no engine may make one up or lose one.
 */
export type Specific = {
  kind: 'email' | 'link' | 'placeholder' | 'price' | 'phone' | 'date' | 'number' | 'name';
  text: string;
  span: TextSpan;
  /** Normalised, so that `$40M` and `40 million dollars` are equal. A date has one part per thing it says. */
  parts: string[];
  /** Stems of the words a number counts, such as `employee`; empty where it counts nothing. */
  units: string[];
  /** A capitalised word that opens a sentence may be a name or just a word. */
  maybe: boolean;
};

/** Every specific of a text in the order of the text. English only; anything unsure is reported rather than passed. */
export function specifics(text: string): Specific[] {
  const found: Specific[] = [];
  let rest = text;
  for (const { kind, pattern, parts } of patterns) {
    const taken = [...rest.matchAll(pattern)]
      .map((match) => ({ kind, text: match[0], span: spanOf(match), parts: parts(match), maybe: false }))
      .filter((specific) => specific.parts.length > 0)
      .map((specific) => ({ ...specific, units: kind === 'number' ? unitsAt(text, specific.span) : [] }));
    found.push(...taken);
    // What was recognised is hidden, so that the 3 of "October 3" is not counted again as a number.
    rest = hide(rest, taken);
  }
  found.push(...names(rest));
  return found.sort((a, b) => a.span.start - b.span.start);
}

// A greeting on the same line opens one too: "Hi Ada, Congrats".
const opensSentence =
  /^\s{0,60}$|[.!?:;"“(•*]\s{0,9}$|[-–—]\s{1,9}$|\n\s{0,9}$|(?:^|\n)\s{0,9}(?:hi|hello|hey|dear)\b[^\n,]{0,40},\s{0,9}$/i;

/** Runs of capitalised words, and words with a capital inside such as iPhone. */
function names(text: string): Specific[] {
  const found: Specific[] = [];
  for (const match of text.matchAll(
    /(?<![\p{L}\p{N}])(?:\p{Lu}|\p{Ll}+(?=\p{Lu}))[\p{L}\p{N}&+’'-]*(?: \p{Lu}[\p{L}\p{N}&+’'-]*)*/gu,
  )) {
    const opens = opensSentence.test(text.slice(Math.max(0, match.index - 60), match.index));
    for (const run of nameRuns(match[0], match.index)) {
      const first = opens && run.start === match.index;
      const single = !run.text.includes(' ');
      if (first && single && isCommonStart(run.text)) continue;
      const span = { start: run.start, end: run.start + run.text.length };
      found.push({ kind: 'name', text: run.text, span, parts: [nameKey(run.text)], units: [], maybe: first && single });
    }
  }
  return found;
}

/** Words that are never names split a run ("Hi Ada"), and a possessive ends one ("Acme's SDRs" are two). */
function* nameRuns(run: string, at: number): Generator<{ text: string; start: number }> {
  const words = [...run.matchAll(/\S+/g)];
  let kept: RegExpExecArray[] = [];
  for (const [i, word] of words.entries()) {
    if (!isNeverName(word[0]) && !(i === 0 && words.length > 1 && isCommonStart(word[0]))) kept.push(word);
    else if (kept.length === 0) continue;
    const next = words[i + 1];
    if (next && !isNeverName(next[0]) && !/['’]s?$/.test(word[0])) continue;
    yield { text: kept.map(([text]) => text).join(' '), start: at + (kept[0]?.index ?? 0) };
    kept = [];
  }
}

export const nameKey = (name: string) => name.toLowerCase().replaceAll('’', "'").replace(/'s?$/, '');

/** The form two words are compared in: `employees` and `employee` count the same thing. */
export const stem = (word: string) =>
  word
    .toLowerCase()
    .replace(/(?<=[a-z]{2})(?:ies|y)$/, 'i')
    .replace(/(?<=[a-z]{3})s$/, '');

/** A number counts the words right after it, up to the first small word or mark. */
function unitsAt(text: string, span: TextSpan): string[] {
  const after = /^(?:[ -][a-z]+){1,3}/i.exec(text.slice(span.end, span.end + 80))?.[0] ?? '';
  const words = after.split(/[ -]/).filter(Boolean);
  const stop = words.findIndex((word) =>
    /^(?:a|an|and|or|the|of|in|on|at|to|for|with|by|from|is|are|was|were|will|that|who|more|now|last|next|this|per|as|than)$/i.test(
      word,
    ),
  );
  return (stop < 0 ? words : words.slice(0, stop)).map(stem);
}

const spanOf = (match: RegExpExecArray): TextSpan => ({ start: match.index, end: match.index + match[0].length });

function hide(text: string, found: Specific[]): string {
  let hidden = '';
  let from = 0;
  for (const { span } of found) {
    hidden += text.slice(from, span.start) + '\u0001'.repeat(span.end - span.start);
    from = span.end;
  }
  return hidden + text.slice(from);
}
