import type { TextSpan } from '#shared/suggestion.js';

/** The sentences of a part of a text, without the white space between them. A list item or a paragraph ends one too. */
export function sentencesIn(text: string, within: TextSpan): TextSpan[] {
  const found: TextSpan[] = [];
  let start = within.start;
  const part = text.slice(0, within.end);
  for (const match of part.matchAll(/[.!?]+["”')\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)]) )/g)) {
    if (match.index < within.start || isAbbreviation(part.slice(Math.max(0, match.index - 12), match.index + 1)))
      continue;
    const end = match.index + (match[0].trim() === '' ? 0 : match[0].length);
    found.push(...trimmed(text, start, end));
    start = match.index + match[0].length;
  }
  return [...found, ...trimmed(text, start, within.end)];
}

/**
 * Whether a sentence begins here. A line that was merely wrapped begins none; the line after a greeting does.
 * After "Hi Ada, " on the same line the sentence has begun already.
 */
export function beginsSentence(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at);
  const gap = /[\s"“(]*$/.exec(before)?.[0] ?? '';
  const last = before.at(-1 - gap.length);
  if (last === undefined || /[.!?:]/.test(last)) return true;
  return /\n\s*\n/.test(gap) || (last === ',' && gap.includes('\n'));
}

const isAbbreviation = (end: string) =>
  /(?:^|\s)(?:mr|mrs|ms|dr|st|vs|e\.g|i\.e|etc|inc|ltd|co|corp|approx|no|[A-Z])\.$/i.test(end);

function trimmed(text: string, start: number, end: number): TextSpan[] {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return part.trim() === '' ? [] : [{ start: from, end: from + part.trim().length }];
}
