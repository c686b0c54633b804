import { pageWorld } from './page-world.js';

export interface Pasted {
  text: string;
  html?: string;
}

/**
 * Pastes at the selection of `target`, as if from the clipboard. It is what Outlook's editor takes as one undo step: after
 * `insertHTML` Ctrl+Z did nothing or too much, and a signature was dissolved (measured with RoosterJS 9.59).
 * @returns whether the editor took it in hand. What it made of it, only reading back tells.
 */
export function paste(target: HTMLElement, pasted: Pasted): boolean {
  // Firefox 153 hides the data of an event that a content script made from the page (Mozilla bug 1654724).
  if (pageWorld.isThere) return pageWorld.paste(target, pasted);
  const data = new DataTransfer();
  data.setData('text/plain', pasted.text);
  if (pasted.html !== undefined) data.setData('text/html', pasted.html);
  return !target.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }),
  );
}
