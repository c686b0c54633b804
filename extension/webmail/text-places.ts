import { type Point, pointAt, type TextMap } from './text-map.js';
import type { Replacement } from './webmail.js';

export type Change = Replacement['changes'][number];

/** The text once every change is made. */
export const changed = (text: string, changes: readonly Change[]): string =>
  changes.reduceRight((all, { span, insert }) => all.slice(0, span.start) + insert + all.slice(span.end), text);

/** One change that does what several do, and writes what lies between them again. */
export function asOne(text: string, changes: readonly Change[]): Change | null {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) return null;
  const span = { start: first.span.start, end: last.span.end };
  const whole = changed(text, changes);
  return { span, insert: whole.slice(span.start, whole.length - (text.length - span.end)) };
}

/** The range between two offsets of the own text. Where it is empty: before `foreign`, what is not the rep's. */
export function rangeOf(
  body: HTMLElement,
  map: TextMap<Node>,
  start: number,
  end: number,
  foreign: Element | null,
): Range {
  const range = body.ownerDocument.createRange();
  const from = pointAt(map, start, start === end ? 'ends' : 'starts');
  const to = start === end ? from : pointAt(map, end, 'ends');
  if (!from || !to) {
    if (foreign?.parentNode === body) range.setStartBefore(foreign);
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
export function select(range: Range) {
  const selection = range.startContainer.ownerDocument?.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** The caret as an offset of the own text, or null where it is elsewhere. */
export function caretIn(body: HTMLElement, map: TextMap<Node>): number | null {
  const selection = body.ownerDocument.getSelection();
  const node = selection?.focusNode;
  if (!selection || !node || !body.contains(node)) return null;
  const offset = selection.focusOffset;
  const inNode = map.pieces.filter((each) => each.node === node);
  const piece = inNode.find(({ from, start, end }) => offset <= from + end - start) ?? inNode.at(-1);
  if (piece) return Math.min(piece.start + Math.max(0, offset - piece.from), piece.end);
  const next = node.childNodes[offset] ?? node;
  return map.pieces.find((each) => next === each.node || next.contains(each.node))?.start ?? null;
}

/** Where the caret is after a change; inside of it, it goes to its end. */
export const moved = (caret: number, { span, insert }: Change): number => {
  if (caret <= span.start) return caret;
  if (caret >= span.end) return caret + insert.length - (span.end - span.start);
  return span.start + insert.length;
};
