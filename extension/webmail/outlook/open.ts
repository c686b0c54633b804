import type { Address, DraftContent } from '#shared/draft.js';
import { rangeOf, select } from '../text-places.js';
import { subjectFieldIn } from './compose-reader.js';
import type { OutlookCompose } from './outlook-compose.js';
import { ownPart } from './own-part.js';
import { find, findAll, isVisible, type PartName, parts } from './page-parts.js';
import { paste } from './paste.js';
import { fieldIn, wellIn } from './recipients.js';
import { until } from './until.js';

/** Presses the page's own New mail. @throws where there is none: an address of Outlook's that opens one cannot be relied on. */
export function pressNewMail(page: Document) {
  const button = findAll(page, 'newMail').find(isVisible);
  if (!button) throw new Error('no New mail button is known on this page');
  button.click();
}

/**
 * Fills a compose that was just opened. Recipients as well as the page lets us: the rep sees who is missing. Subject and
 * text must be there in the end.
 * @throws where they are not.
 */
export async function fill(compose: OutlookCompose, content: DraftContent): Promise<void> {
  for (const name of ['to', 'cc', 'bcc'] as const) await enter(compose.element, name, content[name]);
  writeSubject(compose, content.subject);
  await writeBody(compose, content);
  const now = compose.read();
  if (sameWords(now.text) !== sameWords(content.text) || now.subject !== content.subject)
    throw new Error('the mail page did not take it');
}

async function enter(root: HTMLElement, name: Extract<PartName, 'to' | 'cc' | 'bcc'>, people: Address[]) {
  if (people.length === 0) return;
  if (!find(root, name)) await reveal(root, name);
  const well = find(root, name);
  if (!well) return;
  for (const person of people) {
    const field = fieldIn(well);
    const before = findAll(well, 'chip').length;
    const isChip = () => findAll(well, 'chip').length > before;
    atEnd(field);
    root.ownerDocument.execCommand('insertText', false, person.email);
    const press = (key: string) =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
    press('Enter');
    if (await until(isChip, 500)) continue;
    root.ownerDocument.execCommand('insertText', false, ',');
    await until(isChip, 500);
  }
  // What is still only typed becomes a recipient when the rep goes on, as it would from their own hand.
  await until(() => wellIn(root, name).addresses.length >= people.length, 500);
}

function atEnd(field: HTMLElement) {
  field.focus({ preventScroll: true });
  const range = field.ownerDocument.createRange();
  range.selectNodeContents(field);
  range.collapse(false);
  select(range);
}

/** Cc and Bcc are not there before their buttons are pressed, which have no names of their own: pressed until one brings it. */
async function reveal(root: HTMLElement, name: Extract<PartName, 'to' | 'cc' | 'bcc'>) {
  for (const button of findAll(root, 'revealBcc').filter(isVisible)) {
    button.click();
    if (await until(() => root.querySelector(parts[name]) !== null, 300)) return;
  }
}

/** Past the page's own tracking of the field's value, then told like a key would. */
function writeSubject({ element }: OutlookCompose, subject: string) {
  const field = subjectFieldIn(element);
  if (!field) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, subject);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Above the signature the new compose has; what was quoted is not quoted again. */
async function writeBody({ editor }: OutlookCompose, { html, text }: DraftContent) {
  if (text === '') return;
  const isThere = () => sameWords(ownPart(editor).map.text) === sameWords(text);
  for (const formatted of [ownHtml(html, text), undefined]) {
    if (formatted === null) continue;
    editor.focus({ preventScroll: true });
    const { map, foreign } = ownPart(editor);
    select(rangeOf(editor, map, 0, map.text.length, foreign));
    await new Promise((resolve) => setTimeout(resolve, 20)); // the editor hears of the selection by an event
    paste(editor, formatted === undefined ? { text } : { text, html: formatted });
    if (await until(isThere, 600)) break;
  }
  if (!isThere()) return;
  const { map, foreign } = ownPart(editor);
  select(rangeOf(editor, map, map.text.length, map.text.length, foreign));
}

/** The rep's own part of a body with its formatting, where it is found to be just that. Parsed, not put in any page. */
function ownHtml(html: string, text: string): string | null {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const { map, foreign } = ownPart(body);
  if (sameWords(map.text) !== sameWords(text) || body.querySelector('script, iframe, object, embed')) return null;
  if (foreign) {
    const rest = body.ownerDocument.createRange();
    rest.setStartBefore(foreign);
    rest.setEnd(body, body.childNodes.length);
    rest.deleteContents();
  }
  return ownPart(body).map.text === map.text ? body.innerHTML : null;
}

const sameWords = (text: string) => text.split(/\s+/).join(' ').trim();
