import { find, findAll, isVisible, parts } from './page-parts.js';

/** A compose as it is in the page now. */
export interface ComposePlace {
  root: HTMLElement;
  editor: HTMLElement;
  /** Outlook's name for this compose while it is open, also when it builds it anew. No id of the mail. */
  token: string | null;
  /** Recipients and Send are there. Otherwise it may still be growing, or is a page we know only half of. */
  isWhole: boolean;
}

/** What lies around an editor: a compose, something else, or `null` where there is nothing to write a mail in. */
export function placeOf(editor: HTMLElement): ComposePlace | null {
  if (!isVisible(editor) || editor.closest(parts.calendarForm)) return null;
  const root = rootOf(editor);
  if (!root) return { root: editor.parentElement ?? editor, editor, token: null, isWhole: false };
  const token = tokenOf(root);
  const isFolded = !find(root, 'to') && find(root, 'folded') !== null;
  return { root, editor, token, isWhole: find(root, 'to') !== null || isFolded };
}

/**
 * The nearest ancestor that has Send or Discard in it: there is one of each per compose. Where there is another editor in it
 * too, they are that one's: a compose whose buttons are not drawn yet must not take a neighbour's.
 */
function rootOf(editor: HTMLElement): HTMLElement | null {
  const docked = editor.closest<HTMLElement>(parts.compose);
  if (docked && hasActions(docked)) return docked;
  for (let at = editor.parentElement; at && at !== at.ownerDocument.body; at = at.parentElement) {
    if (findAll(at, 'editor').some((other) => other !== editor && isVisible(other))) return null;
    // Not by `send` alone: the ribbon has split buttons too.
    if (find(at, 'sendArea') || find(at, 'discard')) return at;
  }
  return null;
}

/** The page has given the same elements to another compose: none of this one's names are there any more. */
export function isAnother({ root, token }: ComposePlace): boolean {
  if (token === null || root.querySelector(`[id^="MSG_${CSS.escape(token)}_"]`)) return false;
  return tokenOf(root) !== null;
}

const hasActions = (element: HTMLElement) => find(element, 'send') !== null || find(element, 'discard') !== null;

const tokenOf = (root: HTMLElement): string | null => {
  for (const { id } of root.querySelectorAll('[id^="MSG_"]')) {
    const token = /^MSG_(.+)_(?:TO|CC|BCC|SUBJECT|FROM)$/.exec(id)?.[1];
    if (token) return token;
  }
  return null;
};
