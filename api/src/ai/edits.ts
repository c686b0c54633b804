import { specifics } from '#shared/specifics.js';
import type { Hunk, TextSpan } from '#shared/suggestion.js';
import type { Phrase, PhraseGroup } from './phrases.js';
import { beginsSentence } from './sentences.js';

/** One change a rule would like to make. It becomes a hunk if nothing speaks against it. */
export type Edit = { span: TextSpan; insert: string; why: string; rule: string; confidence: number };

/** Every place a phrase of the table stands in the core. */
export function phraseEdits(text: string, core: TextSpan, groups: readonly PhraseGroup[]): Edit[] {
  const edits: Edit[] = [];
  const spoken = text.toLowerCase().replaceAll('’', "'");
  for (const group of groups) {
    for (const phrase of group.phrases) {
      if (!spoken.includes(rarestWord(phrase.say))) continue;
      for (const match of text.matchAll(patternOf(phrase.say))) {
        const span = { start: match.index, end: match.index + match[0].length };
        if (span.start < core.start || span.end > core.end || !fits(text, span, phrase)) continue;
        const shape = phrase.put === '' ? dropped(text, span, core) : replaced(text, span, phrase.put);
        if (shape)
          edits.push({
            ...shape,
            why: group.why,
            rule: `${group.id}:${slug(phrase.say)}`,
            confidence: group.confidence,
          });
      }
    }
  }
  return edits;
}

/**
 * Chooses among edits that want the same words (the longer wins), leaves protected words alone, and lets nothing pass
 * that makes a number, name, date, price or link appear or disappear.
 */
export function hunksFrom(text: string, edits: readonly Edit[], untouchable: readonly TextSpan[]): Hunk[] {
  const kept: Edit[] = [];
  const taken = new Uint8Array(text.length);
  for (const { start, end } of untouchable) taken.fill(1, start, end);
  const bySize = edits.toSorted(
    (a, b) => size(b) - size(a) || a.span.start - b.span.start || (a.rule < b.rule ? -1 : 1),
  );
  for (const edit of bySize) {
    const { start, end } = edit.span;
    if (text.slice(start, end) === edit.insert || taken.subarray(start, end).includes(1)) continue;
    if (!keepsClaims(text, edit)) continue;
    taken.fill(1, start, end);
    kept.push(edit);
  }
  const curly = text.includes('’');
  return kept
    .sort((a, b) => a.span.start - b.span.start)
    .map((edit) => ({
      id: `${edit.rule}@${edit.span.start}`,
      span: edit.span,
      remove: text.slice(edit.span.start, edit.span.end),
      insert: curly ? edit.insert.replaceAll("'", '’') : edit.insert,
      why: edit.why,
      rule: edit.rule,
      factIds: [],
      confidence: edit.confidence,
    }));
}

type Shape = { span: TextSpan; insert: string };

function replaced(text: string, span: TextSpan, put: string): Shape | null {
  const written = text.slice(span.start, span.end);
  // "I" is large anywhere, so it does not show where a sentence begins.
  const large = /^I\b/.test(written) ? beginsSentence(text, span.start) : /^\p{Lu}/u.test(written);
  const insert = large ? capital(put) : put;
  const articleBefore = /\b(an?) $/i.exec(text.slice(Math.max(0, span.start - 3), span.start))?.[1];
  if (!articleBefore) return { span, insert };
  const vowel = /^[aeio]|^u[nmpl]/i.test(insert) && !/^(?:uni|use|one)/i.test(insert);
  const article = articleBefore.charAt(0) + (vowel ? 'n' : '');
  if (article === articleBefore) return { span, insert };
  return { span: { start: span.start - articleBefore.length - 1, end: span.end }, insert: `${article} ${insert}` };
}

/** Taking words out also takes a space and a comma, and the next word may now begin the sentence. */
function dropped(text: string, { start, end }: TextSpan, core: TextSpan): Shape | null {
  const after = /^,? */.exec(text.slice(end, core.end))?.[0] ?? '';
  const next = /^[\p{L}\p{N}'’-]+/u.exec(text.slice(end + after.length, core.end))?.[0];
  if (next === undefined) return null;
  if (!beginsSentence(text, start)) return { span: { start, end: end + after.length }, insert: '' };
  if (/^\P{Ll}/u.test(next)) return { span: { start, end: end + after.length }, insert: '' };
  return { span: { start, end: end + after.length + next.length }, insert: capital(next) };
}

function fits(text: string, span: TextSpan, phrase: Phrase): boolean {
  const before = text.slice(Math.max(0, span.start - 60), span.start);
  const after = text.slice(span.end, span.end + 40).trimStart();
  return (phrase.before?.test(before) ?? true) && (phrase.after?.test(after) ?? true);
}

/** The claims around an edit must be the same before and after it. Whether a sentence's first word is a name is unsure. */
function keepsClaims(text: string, edit: Edit): boolean {
  const from =
    edit.span.start -
    (/[^\n.!?]*$/.exec(text.slice(Math.max(0, edit.span.start - 200), edit.span.start))?.[0].length ?? 0);
  const to = edit.span.end + (/^[^\n.!?]*/.exec(text.slice(edit.span.end, edit.span.end + 200))?.[0].length ?? 0);
  const before = claims(text.slice(from, to));
  return before === claims(text.slice(from, edit.span.start) + edit.insert + text.slice(edit.span.end, to));
}

const claims = (text: string) =>
  specifics(text)
    .filter((specific) => !specific.maybe)
    .map(({ kind, parts }) => [kind, ...parts].join(' '))
    .sort()
    .join('\n');

const patterns = new Map<string, RegExp>();

function patternOf(say: string): RegExp {
  const known = patterns.get(say);
  if (known) return known;
  const words = say
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll("'", "['’]")
    .replaceAll(' ', ' +');
  const end = /[\p{L}\p{N}]$/u.test(say) ? "(?![\\p{L}\\p{N}'’-])" : '';
  const made = new RegExp(`(?<![\\p{L}\\p{N}'’-])${words}${end}`, 'giu');
  patterns.set(say, made);
  return made;
}

/** Looking for the longest word first spares most phrases the search, and their pattern the compiling. */
const rarestWord = (say: string) =>
  say.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest));

const size = (edit: Edit) => edit.span.end - edit.span.start;
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const slug = (say: string) => say.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '');
