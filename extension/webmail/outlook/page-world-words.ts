/**
 * What our script in the page's own world and the content script say to each other, in Firefox. Events of the document carry
 * strings only: objects do not pass between the worlds there.
 */

/** The content script's first word, with the name of the channel for this load. */
export const hello = 'lumina:hello';
/** The answer of the page world's script; the channel's name follows. */
export const heard = 'lumina:heard:';
/** The attribute that names the one element to paste into; `taken` afterwards where its editor took the paste. */
export const pasteMark = 'data-lumina-paste';

export interface PageWorldPaste {
  token: string;
  text: string;
  html: string | null;
}
