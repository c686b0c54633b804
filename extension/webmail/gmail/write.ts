import type { Replacement, WriteResult } from '../webmail.js';
import { firstForeign, isForeign } from './own-part.js';
import { mapText, type Point, pointAt, type TextMap } from './text-map.js';

export const ownText = (body: HTMLElement): TextMap<Node> => mapText<Node>(body, isForeign);

/**
 * Writes through the browser's own editing command, because only that leaves a native undo step and tells the page's
 * editor about it with a trusted event. The caret returns to where the rep had it.
 */
export function write(body: HTMLElement, { expected, span, insert }: Replacement): WriteResult {
  const before = ownText(body);
  if (before.text !== expected) return { ok: false, because: 'changed', text: before.text };
  const wanted = expected.slice(0, span.start) + insert + expected.slice(span.end);
  const caret = caretIn(body, before);
  body.focus({ preventScroll: true });
  select(rangeOf(body, before, span.start, span.end));
  const done = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  const after = ownText(body);
  if (caret !== null) placeCaret(body, after, moved(caret, span, insert.length));
  const ok = done && after.text === wanted.replace(/\n+$/, '');
  return ok ? { ok: true, text: after.text } : { ok: false, because: 'refused', text: after.text };
}

/** The range between two offsets of the own text. In an empty body: before the signature. */
function rangeOf(body: HTMLElement, map: TextMap<Node>, start: number, end: number): Range {
  const range = document.createRange();
  const from = pointAt(map, start, start === end ? 'ends' : 'starts');
  const to = start === end ? from : pointAt(map, end, 'ends');
  if (!from || !to) {
    const foreign = firstForeign(body);
    if (foreign && foreign.parentNode === body) range.setStartBefore(foreign);
    else range.setStart(body, 0);
    range.collapse(true);
    return range;
  }
  put(
    from,
    (node, offset) => range.setStart(node, offset),
    (node) => range.setStartBefore(node),
  );
  put(
    to,
    (node, offset) => range.setEnd(node, offset),
    (node) => range.setEndBefore(node),
  );
  return range;
}

function put(point: Point<Node>, inside: (node: Node, offset: number) => void, before: (node: Node) => void) {
  if ('before' in point) before(point.before);
  else inside(point.node, point.offset);
}

/** A fresh selection also ends the rep's typing as far as the undo history is concerned. */
function select(range: Range) {
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** The caret as an offset of the own text, or null where it is elsewhere. */
function caretIn(body: HTMLElement, map: TextMap<Node>): number | null {
  const selection = document.getSelection();
  const node = selection?.focusNode;
  if (!selection || !node || !body.contains(node)) return null;
  const piece = map.pieces.find((each) => each.node === node);
  if (piece) return Math.min(piece.start + selection.focusOffset, piece.end);
  const next = node.childNodes[selection.focusOffset] ?? node;
  return map.pieces.find((each) => next === each.node || next.contains(each.node))?.start ?? null;
}

function placeCaret(body: HTMLElement, map: TextMap<Node>, offset: number) {
  const range = rangeOf(body, map, Math.min(offset, map.text.length), Math.min(offset, map.text.length));
  select(range);
}

const moved = (caret: number, span: { start: number; end: number }, inserted: number): number => {
  if (caret <= span.start) return caret;
  if (caret >= span.end) return caret + inserted - (span.end - span.start);
  return span.start + inserted;
};
