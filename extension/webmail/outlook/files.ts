import { findAll } from './page-parts.js';

/**
 * Whether a compose carries files. A send of ours would lose them, so two signs are looked for, and either is enough: the
 * list of files, and the size that stands beside each name in any language's way of writing it.
 */
export function holdsFiles(root: HTMLElement, editor: HTMLElement): boolean {
  if (findAll(editor, 'inlinePicture').length > 0) return true;
  const isElsewhere = (element: Element) => !editor.contains(element) && element.closest(well) === null;
  return findAll(root, 'attachment').some(isElsewhere) || wordsAround(root, editor).some(saysSize);
}

const well = '[id^="MSG_"]';

/** What stands in a compose outside of its text and its wells. The text may have thousands of lines: it is not walked. */
function wordsAround(root: HTMLElement, editor: HTMLElement): string[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node === editor || (node as Element).matches(well) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const words: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) words.push(node.nodeValue ?? '');
  return words;
}

/** `24 KB`, `1,5 MB`, French `24 Ko`, Russian `24 КБ`. */
export const saysSize = (text: string): boolean =>
  /(^|[^\p{L}\d])\d+([.,]\d+)?\s?([KMG]i?[BO]|[КМГ]Б)(?![\p{L}\d])/iu.test(text);
