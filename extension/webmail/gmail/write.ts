import type { Replacement, WriteResult } from '../webmail.js';
import { firstForeign, isForeign } from './own-part.js';
import { mapText, type Point, pointAt, type TextMap } from './text-map.js';

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
  const wanted = changes.reduceRight((text, { span, insert }) => splice(text, span, insert), expected);
  const ok = after.text === wanted.replace(/\n+$/, '');
  return ok ? { ok: true, text: after.text } : { ok: false, because: 'refused', text: after.text };
}

type Change = Replacement['changes'][number];

/** One change in the place of several, where all that lies between them is plain lines: then one undo takes it back. */
function asFewAsPossible(body: HTMLElement, map: TextMap<Node>, changes: Change[]): Change[] {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last || first === last) return changes;
  const span = { start: first.span.start, end: last.span.end };
  const between = rangeOf(body, map, span.start, span.end).cloneContents();
  if (between.querySelector(':not(div, br), [style], [dir]')) return changes;
  const text = changes.reduceRight((all, each) => splice(all, each.span, each.insert), map.text);
  return [{ span, insert: text.slice(span.start, text.length - (map.text.length - span.end)) }];
}

/** Lines in `insert` become lines of the editor's own kind (seen in Chromium 156). */
function type(body: HTMLElement, { span, insert }: Change) {
  select(rangeOf(body, ownText(body), span.start, span.end));
  if (insert !== '') document.execCommand('insertText', false, insert);
  else if (span.end > span.start) document.execCommand('delete');
}

const splice = (text: string, span: Change['span'], insert: string) =>
  text.slice(0, span.start) + insert + text.slice(span.end);

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

/** Where the caret is after a change; inside of it, it goes to its end. */
const moved = (caret: number, { span, insert }: Change): number => {
  if (caret <= span.start) return caret;
  if (caret >= span.end) return caret + insert.length - (span.end - span.start);
  return span.start + insert.length;
};
