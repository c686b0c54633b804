import { specifics } from '#shared/specifics.js';
import type { TextSpan } from '#shared/suggestion.js';

/**
 * A draft in its three parts. Only `core` may be changed: greeting and closing are the rep's own manner.
 * `core` starts at the first word after the greeting and ends before the white space that leads to the closing.
 */
export type Segments = { greeting: TextSpan | null; core: TextSpan; closing: TextSpan | null };

export function segment(text: string): Segments {
  const opening = /^\s*/.exec(text)?.[0].length ?? 0;
  const greeted = greetingEnd(text, opening);
  const greeting = greeted === null ? null : { start: opening, end: greeted };
  const start = skipSpace(text, greeted ?? opening);
  const closed = closingStart(text, start);
  const end = start + text.slice(start, closed ?? text.length).trimEnd().length;
  return { greeting, core: { start, end }, closing: closed === null ? null : { start: closed, end: text.length } };
}

/** The first name a draft greets, as written; null for "Hi there" and for no greeting at all. */
export function greetedName(text: string): string | null {
  const { greeting } = segment(text);
  if (!greeting) return null;
  const words = text.slice(greeting.start, greeting.end).match(/\p{Lu}[\p{L}'’-]+/gu) ?? [];
  return (
    words.find(
      (word) =>
        !/^(?:hi|hello|hey|dear|good|morning|afternoon|evening|greetings|there|all|team|everyone|mr|mrs|ms|dr)$/i.test(
          word,
        ),
    ) ?? null
  );
}

/** What no rule may touch: everything that carries a claim, the names the caller knows, quoted words and quoted lines. */
export function protectedSpans(text: string, names: readonly string[]): TextSpan[] {
  const claims = specifics(text)
    .filter((specific) => !specific.maybe)
    .map(({ span }) => span);
  const quoted = [...text.matchAll(/“[^”\n]{1,300}”|(?<!\w)"[^"\n]{1,300}"(?!\w)|^>.*$/gm)].map(spanOf);
  return [...claims, ...quoted, ...names.flatMap((name) => occurrences(text, name))];
}

const greetingWord = /(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening))\b/i.source;
const name = /\p{L}[\p{L}.'’-]*/u.source;

function greetingEnd(text: string, from: number): number | null {
  const rest = text.slice(from, from + 120);
  const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
  const inline = new RegExp(`^${greetingWord}(?: ${name}){0,4} ?[,!:;–—]`, 'iu').exec(line)?.[0];
  if (inline) return from + inline.length;
  const whole = new RegExp(`^(?:${greetingWord}(?: ${name}){0,4}|\\p{Lu}[\\p{L}'’-]*,) ?\\.?$`, 'u').test(line.trim());
  const wholeLower = new RegExp(`^${greetingWord}(?: ${name}){0,4}$`, 'iu').test(line.trim());
  return whole || wholeLower ? from + line.trimEnd().length : null;
}

const farewell =
  /^(?:--|(?:(?:kind|best|warm|warmest|many|all the) )?(?:regards|wishes|best|thanks)|best|thank you|thx|cheers|sincerely|yours(?: sincerely| truly| faithfully)?|sincerely yours|warmly|talk soon|speak soon|take care)[,.!]?$/i;

/** A farewell counts only near the end: "Thanks!" in the middle of a mail is a sentence. */
function closingStart(text: string, from: number): number | null {
  const lines = [...text.slice(from).matchAll(/^.*$/gm)].filter(([line]) => line.trim() !== '').slice(-8);
  const line = lines.find(([line]) => farewell.test(line.trim()));
  return line ? from + line.index : null;
}

const skipSpace = (text: string, from: number) => from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);

function occurrences(text: string, wanted: string): TextSpan[] {
  const literal = wanted.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (literal === '') return [];
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'))].map(spanOf);
}

const spanOf = (match: RegExpExecArray): TextSpan => ({ start: match.index, end: match.index + match[0].length });
