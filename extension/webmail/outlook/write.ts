import { asOne, type Change, caretIn, changed, moved, rangeOf, select } from '../text-places.js';
import type { Replacement, WriteResult } from '../webmail.js';
import { holdFocus } from './focus.js';
import { ownPart } from './own-part.js';
import { paste } from './paste.js';
import { until } from './until.js';

/** How long the editor may take to show what it was given: it did so within 10 ms, in a quote of 3,000 lines in 41. */
const readBackMs = 400;

/** Writes the changes as a paste each, from the last to the first, or as one where nothing but plain lines lies between. */
export async function write(editor: HTMLElement, { expected, changes }: Replacement): Promise<WriteResult> {
  const before = ownPart(editor).map;
  if (before.text !== expected) return { ok: false, because: 'changed', text: before.text };
  const caret = caretIn(editor, before);
  const hadFocus = editor.contains(editor.ownerDocument.activeElement);
  const giveBack = holdFocus(editor.ownerDocument);
  editor.focus({ preventScroll: true });
  let text = expected;
  for (const change of asFewAsPossible(editor, changes).toReversed()) {
    text = changed(text, [change]);
    if (!(await put(editor, change, text))) break;
  }
  const after = ownPart(editor);
  if (caret !== null) {
    const at = Math.min(changes.reduceRight(moved, caret), after.map.text.length);
    select(rangeOf(editor, after.map, at, at, after.foreign));
  }
  if (!hadFocus || caret === null) giveBack();
  const ok = isText(after.map.text, changed(expected, changes));
  return ok ? { ok: true, text: after.map.text } : { ok: false, because: 'refused', text: after.map.text };
}

/** Makes one change, and waits until the text is `wanted`. */
async function put(editor: HTMLElement, change: Change, wanted: string): Promise<boolean> {
  const isDone = () => isText(ownPart(editor).map.text, wanted);
  const range = selected(editor, change.span);
  await new Promise((resolve) => setTimeout(resolve)); // the editor hears of the selection by an event
  if (change.insert === '') {
    if (range.collapsed) return true;
    const wasTaken = !editor.dispatchEvent(deleteKey());
    if (await until(isDone, wasTaken ? readBackMs : 50)) return true;
    if (wasTaken) return false;
    selected(editor, change.span);
    editor.ownerDocument.execCommand('delete');
    return until(isDone, readBackMs);
  }
  const html = likeAround(editor, range, change.insert);
  const wasTaken = paste(editor, html === null ? { text: change.insert } : { text: change.insert, html });
  if (await until(isDone, readBackMs)) return true;
  // Not in the editor's hands: then the browser's own command, which is no clean undo step, but keeps what is around.
  // Never over a line's end: there it dissolves the blocks it joins.
  if (wasTaken || change.insert.includes('\n') || range.toString().includes('\n')) return false;
  selected(editor, change.span);
  for (const type of ['compositionend', null, 'compositionend'])
    if (type) editor.dispatchEvent(new CompositionEvent(type, { bubbles: true }));
    else editor.ownerDocument.execCommand('insertText', false, change.insert);
  return until(isDone, readBackMs);
}

function selected(editor: HTMLElement, { start, end }: Change['span']): Range {
  const { map, foreign } = ownPart(editor);
  const range = rangeOf(editor, map, start, end, foreign);
  select(range);
  return range;
}

/** The editor's own way to take a selection away, with an undo step; `execCommand` is none to it. */
const deleteKey = () =>
  new KeyboardEvent('keydown', { key: 'Delete', code: 'Delete', keyCode: 46, bubbles: true, cancelable: true });

const isText = (text: string, wanted: string) => text === wanted.replace(/\n+$/, '');

function asFewAsPossible(editor: HTMLElement, changes: Change[]): Change[] {
  const { map, foreign } = ownPart(editor);
  const one = changes.length > 1 ? asOne(map.text, changes) : null;
  return one && isPlain(rangeOf(editor, map, one.span.start, one.span.end, foreign)) ? [one] : changes;
}

/** Nothing in it but lines of words that all look the same: written again as plain text it is what it was. */
function isPlain(range: Range): boolean {
  if (range.cloneContents().querySelector(':not(div, p, br, span)')) return false;
  const looks = new Set<string>();
  const top = range.commonAncestorContainer;
  const walker = (top.ownerDocument ?? document).createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (
    let node: Node | null = top.nodeType === Node.TEXT_NODE ? top : walker.nextNode();
    node;
    node = walker.nextNode()
  )
    if (range.intersectsNode(node) && node.parentElement) looks.add(lookOf(node.parentElement));
  return looks.size <= 1;
}

function lookOf(element: Element): string {
  const { fontFamily, fontSize, fontWeight, fontStyle, color, textDecorationLine, direction } =
    getComputedStyle(element);
  return [fontFamily, fontSize, fontWeight, fontStyle, color, textDecorationLine, direction].join();
}

const emphases = new Set(['B', 'STRONG', 'I', 'EM', 'U', 'A']);

/** A change within bold words, or within a link, stays bold, and a link. Null where plain text says it all. */
function likeAround(editor: HTMLElement, range: Range, insert: string): string | null {
  if (insert.includes('\n') || range.collapsed) return null;
  const shell = editor.ownerDocument.createElement('div');
  let content: Node = editor.ownerDocument.createTextNode(insert.replaceAll(/^ | $/g, '\u00a0'));
  for (let at: Node | null = range.commonAncestorContainer; at && at !== editor; at = at.parentNode)
    if (emphases.has(at.nodeName)) {
      const same = at.cloneNode(false);
      same.appendChild(content);
      content = same;
    }
  if (content.nodeType === Node.TEXT_NODE) return null;
  shell.append(content);
  return shell.innerHTML;
}
