import { placeOf } from './compose-place.js';
import { find, findAll, isVisible, type PartName, parts } from './page-parts.js';

/** Which of our guesses about the page hold on this one. Names of ours and yes or no: never a word of anyone's. */
export type Probed = { [Name in PartName]?: boolean };

/** Parts every page of Outlook's has, whatever is open. */
const ofPage: PartName[] = ['mailbox', 'newMail', 'dialog'];
/** Parts every compose has. */
const ofCompose: PartName[] = ['compose', 'sendArea', 'send', 'discard', 'subject'];

/** Looks for the parts that must be there: those of the page, and with a compose open, its own. */
export function probe(page: Document): Probed {
  const probed: Probed = {};
  for (const name of ofPage) probed[name] = find(page, name) !== null;
  const editors = findAll(page, 'editor').filter(isVisible);
  const place = editors.map(placeOf).find((each) => each !== null);
  if (!place) return probed;
  probed.editor = true;
  for (const name of ofCompose) probed[name] = place.root.matches(parts[name]) || find(place.root, name) !== null;
  probed.to = place.isWhole;
  return probed;
}
