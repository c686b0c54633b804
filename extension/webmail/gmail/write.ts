import { mapText, type TextMap } from '../text-map.js';
import { asOne, type Change, caretIn, changed, moved, rangeOf, select } from '../text-places.js';
import type { Replacement, WriteResult } from '../webmail.js';
import { firstForeign, isForeign } from './own-part.js';

export const ownText = (body: HTMLElement): TextMap<Node> => mapText<Node>(body, isForeign);

/**
 * Writes through the browser's own editing command, because only that leaves a native undo step and tells the page's
 * editor about it with a trusted event. The caret returns to where the rep had it.
 */
export function write(body: HTMLElement, { expected, changes }: Replacement): WriteResult {
  const before = ownText(body);
  if (before.text !== expected) return { ok: false, because: 'changed', text: before.text };
  const caret = caretIn(body, before);
  body.focus({ preventScroll: true });
  for (const change of asFewAsPossible(body, before, changes).toReversed()) type(body, change);
  const after = ownText(body);
  if (caret !== null) placeCaret(body, after, changes.reduceRight(moved, caret));
  const ok = after.text === changed(expected, changes).replace(/\n+$/, '');
  return ok ? { ok: true, text: after.text } : { ok: false, because: 'refused', text: after.text };
}

/** One change in the place of several, where all that lies between them is plain lines: then one undo takes it back. */
function asFewAsPossible(body: HTMLElement, map: TextMap<Node>, changes: Change[]): Change[] {
  const one = changes.length > 1 ? asOne(map.text, changes) : null;
  if (!one) return changes;
  const between = rangeOf(body, map, one.span.start, one.span.end, firstForeign(body)).cloneContents();
  return between.querySelector(':not(div, br), [style], [dir]') ? changes : [one];
}

/** Lines in `insert` become lines of the editor's own kind (seen in Chromium 156). */
function type(body: HTMLElement, { span, insert }: Change) {
  select(rangeOf(body, ownText(body), span.start, span.end, firstForeign(body)));
  if (insert !== '') document.execCommand('insertText', false, insert);
  else if (span.end > span.start) document.execCommand('delete');
}

function placeCaret(body: HTMLElement, map: TextMap<Node>, offset: number) {
  const at = Math.min(offset, map.text.length);
  select(rangeOf(body, map, at, at, firstForeign(body)));
}
