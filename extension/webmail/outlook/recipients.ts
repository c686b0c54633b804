import type { Address } from '#shared/draft.js';
import { holdFocus } from './focus.js';
import { find, findAll, type PartName } from './page-parts.js';
import { until } from './until.js';

/** One of To, Cc and Bcc. Not complete where the page shows a name and keeps the address to itself. */
export interface Well {
  addresses: Address[];
  isComplete: boolean;
}

const address = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:]+/;

/**
 * A chip's label is the address, or `Name <address>`, or how the contact is (in the page's language) and the name, with no
 * address at all: then nobody can say from the page where the mail would go.
 */
export function addressOf(hints: string[]): Address | null {
  for (const hint of hints) {
    const email = address.exec(hint)?.[0];
    if (email) return { name: nameOf(hint), email };
  }
  return null;
}

/** What was typed and is no chip yet: addresses, with or without names, or something that is none. */
export function typedWell(typed: string): Well {
  const each = typed
    .split(/[;,\n]/)
    .map(clean)
    .filter((part) => part !== '');
  const addresses = each.map((part) => addressOf([part]));
  return { addresses: addresses.filter((one) => one !== null), isComplete: !addresses.includes(null) };
}

const nameOf = (hint: string) => clean(/^([^<]*)</.exec(hint)?.[1] ?? '').replace(/^"|"$/g, '');

const clean = (text: string) => text.replaceAll(/[\u200b\ufeff]/g, '').trim();

export function wellIn(root: HTMLElement, name: Extract<PartName, 'to' | 'cc' | 'bcc'>): Well {
  const well = find(root, name);
  if (!well) return { addresses: [], isComplete: true };
  const chips = findAll(well, 'chip');
  const found = chips.map((chip) => addressOf(hintsOf(chip)));
  const typed = typedWell(textOutside(fieldIn(well), chips));
  return {
    addresses: [...found.filter((one) => one !== null), ...typed.addresses],
    isComplete: typed.isComplete && !found.includes(null),
  };
}

/** What a rep types recipients into. */
export const fieldIn = (well: HTMLElement): HTMLElement =>
  well.matches('[contenteditable="true"]')
    ? well
    : (well.querySelector<HTMLElement>('[contenteditable="true"]') ?? well);

/** All that a chip says of whom it stands for, what was made to be read aloud first. */
function hintsOf(chip: HTMLElement): string[] {
  const within = [chip, ...chip.querySelectorAll<HTMLElement>('[aria-label], [title], [data-lpc-hover-target-id]')];
  const said = within.flatMap((each) => [each.ariaLabel ?? '', each.title, each.dataset.lpcHoverTargetId ?? '']);
  return [...said, chip.textContent ?? ''];
}

function textOutside(field: HTMLElement, chips: HTMLElement[]): string {
  const walker = field.ownerDocument.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!chips.some((chip) => chip.contains(node))) text += node.nodeValue ?? '';
  return text;
}

/** Recipients in no well that is known: one that is read past would not get the mail. */
export const hasStrays = (root: HTMLElement, editor: HTMLElement): boolean => {
  const wells = (['to', 'cc', 'bcc'] as const).map((name) => find(root, name));
  return findAll(root, 'chip').some((chip) => !editor.contains(chip) && !wells.some((well) => well?.contains(chip)));
};

/** Whether the wells are folded to a line of names, as in an answer the rep has not touched the head of. */
export const isFolded = (root: HTMLElement): boolean => !find(root, 'to') && find(root, 'folded') !== null;

/**
 * Unfolds the wells the way focus does, and gives focus and selection back to where the rep had them.
 * @returns whether they are there now.
 */
export async function unfold(root: HTMLElement): Promise<boolean> {
  const page = root.ownerDocument;
  for (const line of findAll(root, 'folded').slice(0, 3)) {
    const held = holdFocus(page);
    line.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    const isThere = await until(() => find(root, 'to') !== null, 400);
    held();
    if (isThere) return true;
  }
  return false;
}
