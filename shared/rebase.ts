import type { Hunk, TextSpan } from './suggestion.js';

/** One change of a text: `span` of the text before was replaced by `inserted` UTF-16 units. */
export type TextEdit = { span: TextSpan; inserted: number };

/** `moved` can still be applied, at their new places. `touched` were overtaken by the edit and must not be. */
export type Rebased = { moved: Hunk[]; touched: Hunk[] };

/**
 * A suggestion's hunks, made for the text `before`, carried over to the text `after`.
 * Everything between the first and the last difference counts as edited, so two far edits at once cost the hunks
 * between them. That errs on the safe side: a hunk is never applied to words it was not made for.
 */
export function rebase(hunks: readonly Hunk[], before: string, after: string): Rebased {
  const edit = editBetween(before, after);
  return edit ? carry(hunks, edit) : { moved: [...hunks], touched: [] };
}

/** Carries hunks over one known edit. An edit right beside a hunk touches it: the word it was made for may have grown. */
export function carry(hunks: readonly Hunk[], edit: TextEdit): Rebased {
  const moved: Hunk[] = [];
  const touched: Hunk[] = [];
  for (const hunk of hunks) {
    if (hunk.span.end < edit.span.start) moved.push(hunk);
    else if (hunk.span.start > edit.span.end) moved.push(shift(hunk, growth(edit)));
    else touched.push(hunk);
  }
  return { moved, touched };
}

/** What is left of a suggestion once some of its own hunks are in the text: they never overlap, so the rest only moves. */
export function carryOverApplied(remaining: readonly Hunk[], applied: readonly Hunk[]): Hunk[] {
  return remaining.map((hunk) => {
    const before = applied.filter((done) => done.span.start < hunk.span.start);
    return shift(
      hunk,
      before.reduce((sum, done) => sum + done.insert.length - done.remove.length, 0),
    );
  });
}

/** The smallest single edit that leads from one text to the other, or null where they are equal. */
export function editBetween(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { span: { start, end: before.length - tail }, inserted: after.length - tail - start };
}

const growth = (edit: TextEdit) => edit.inserted - (edit.span.end - edit.span.start);

const shift = (hunk: Hunk, by: number): Hunk =>
  by === 0 ? hunk : { ...hunk, span: { start: hunk.span.start + by, end: hunk.span.end + by } };
