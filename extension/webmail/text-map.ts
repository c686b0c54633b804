/** What the walk needs of a DOM node, so that it can be tried on trees made of plain objects. */
export interface TreeNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: ArrayLike<TreeNode>;
}

/**
 * A text node from its character `from` on, or what only holds a line open, a `<br>` (then `start === end`), and where it
 * lies in the projected text.
 */
export interface Piece<N> {
  node: N;
  from: number;
  start: number;
  end: number;
}

export interface TextMap<N> {
  text: string;
  pieces: Piece<N>[];
}

/** A place in the tree: inside a text node at `offset`, or right before a node. */
export type Point<N> = { node: N; offset: number } | { before: N };

const textNode = 3;
const elementNode = 1;

/** Elements that begin and end a line of their own in an editor. */
const blocks = new Set(
  'DIV P UL OL LI BLOCKQUOTE PRE TABLE TBODY TR TD H1 H2 H3 H4 H5 H6 HR SECTION CENTER'.split(' '),
);

/**
 * The plain text a rep sees in an editor, and where each part of it lies. Block boundaries and `<br>` become `\n`,
 * non-breaking and other white space a plain space, one UTF-16 unit for one; zero-width spaces, which editors keep their
 * caret in, are left out. `isForeign` names the parts to leave out.
 * Empty lines at the end are left out too: most of them are the page's, to keep the signature at a distance.
 */
export function mapText<N extends TreeNode>(root: N, isForeign: (node: N) => boolean): TextMap<N> {
  const pieces: Piece<N>[] = [];
  let text = '';
  let breakDue = false; // the next thing on the page starts a new line
  let lineUsed = false; // something already stands on this line

  const endLine = () => {
    if (lineUsed) breakDue = true;
    lineUsed = false;
  };
  const takeBreak = () => {
    if (breakDue) text += '\n';
    breakDue = false;
  };
  const walk = (node: N): void => {
    if (isForeign(node)) {
      endLine();
      return;
    }
    if (node.nodeType === textNode) {
      const value = node.nodeValue ?? '';
      // White space between blocks is the source's, not the rep's; a typed space at a line's start is non-breaking.
      if (value === '' || (!lineUsed && /^[\n\t\r ]+$/.test(value))) return;
      takeBreak();
      lineUsed = true;
      const seen = [...value.matchAll(/[^\u200b\ufeff]+/g)];
      if (seen.length === 0) pieces.push({ node, from: 0, start: text.length, end: text.length });
      for (const { 0: part, index } of seen) {
        pieces.push({ node, from: index, start: text.length, end: text.length + part.length });
        text += part.replace(/[\u00a0\n\t\r]/g, ' ');
      }
      return;
    }
    if (node.nodeType !== elementNode) return;
    if (node.nodeName === 'BR') {
      takeBreak();
      pieces.push({ node, from: 0, start: text.length, end: text.length });
      breakDue = true;
      lineUsed = false;
      return;
    }
    const isBlock = blocks.has(node.nodeName);
    if (isBlock) endLine();
    walkChildren(node);
    if (isBlock) endLine();
  };
  const walkChildren = (node: N) => {
    for (const child of Array.from(node.childNodes)) walk(child as N);
  };

  walkChildren(root);
  return withoutEmptyEnd(beforeDelimiter({ text, pieces }));
}

/** `-- ` alone on a line begins a signature in plain text (RFC 3676 §4.3). */
function beforeDelimiter<N>({ text, pieces }: TextMap<N>): TextMap<N> {
  const found = /(^|\n)-- (\n|$)/.exec(text);
  if (!found) return { text, pieces };
  const end = found.index;
  const kept = pieces.filter((piece) => piece.start < end || (piece.start === end && piece.end === end));
  return { text: text.slice(0, end), pieces: kept };
}

function withoutEmptyEnd<N>({ text, pieces }: TextMap<N>): TextMap<N> {
  const kept = text.replace(/\n+$/, '');
  return { text: kept, pieces: pieces.filter((piece) => piece.start <= kept.length) };
}

/**
 * Where `offset` lies in the tree. At a seam between two nodes `lean` says which one: the one that `ends` there for the
 * end of a span, the one that `starts` there for its beginning. Null where the text is empty and holds nothing.
 */
export function pointAt<N>({ pieces }: TextMap<N>, offset: number, lean: 'starts' | 'ends'): Point<N> | null {
  const touching = pieces.filter((piece) => piece.start <= offset && offset <= piece.end);
  const piece =
    touching.find((each) => (lean === 'starts' ? offset < each.end : offset > each.start)) ??
    touching.find((each) => each.end > each.start) ??
    touching[0];
  if (!piece) return null;
  if (piece.end === piece.start) return { before: piece.node };
  return { node: piece.node, offset: piece.from + offset - piece.start };
}
