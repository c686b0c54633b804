import { mapText, type TextMap } from '../text-map.js';
import { find, parts } from './page-parts.js';

/**
 * The rep's own text in an Outlook editor: all before the quoted mail, without the signature. Outlook does not wrap what it
 * quotes: everything behind the first mark of it belongs to it, words between the blocks too.
 */
export function ownPart(editor: HTMLElement): { map: TextMap<Node>; foreign: Element | null } {
  const quote = quoteIn(editor);
  const signature = editor.querySelector(parts.signature);
  const isForeign = (node: Node) =>
    (node.nodeType === Node.ELEMENT_NODE && (node as Element).matches(parts.signature)) ||
    (quote !== null && (node === quote || isBehind(quote, node)));
  return { map: mapText<Node>(editor, isForeign), foreign: first(signature, quote) };
}

/** Where the quoted mail begins: its mark, or the rule right above that. */
export function quoteIn(editor: HTMLElement): Element | null {
  const mark = find(editor, 'quote');
  const above = mark?.previousElementSibling;
  return above?.nodeName === 'HR' ? above : mark;
}

const isBehind = (mark: Node, node: Node) =>
  (mark.compareDocumentPosition(node) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)) !== 0;

const first = (a: Element | null, b: Element | null) => (a && b && isBehind(b, a) ? b : (a ?? b));

/**
 * The body as a mail carries it. In a dark editor Outlook's colours are variables of its page, each with the colour that
 * is meant as its fallback.
 */
export const plainHtml = (html: string): string =>
  html.includes('var(--darkColor')
    ? html.replaceAll(/var\(--darkColor[\w-]*,\s*((?:[^()]|\([^()]*\))*)\)/g, '$1')
    : html;
