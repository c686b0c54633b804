import { dialogsOn } from './dialogs.js';
import { find, isVisible, parts } from './page-parts.js';

/** How long Outlook may take to ask, and then to let the compose go. */
const patienceMs = 3000;

/** What left the page without a question may only be built anew: this is longer than that takes. */
const goneMs = 250;

/**
 * Presses Discard, and says yes to the one question that comes of it. A question that stays is answered with its last
 * button, so that nothing of ours is left open over the rep's mail. Where two come at once, one of them may be about
 * something else, and neither is touched.
 * @returns whether the compose is gone.
 */
export async function leave(root: HTMLElement, isGone: () => boolean): Promise<boolean> {
  const discard = find(root, 'discard');
  if (!discard) return false;
  const page = root.ownerDocument;
  const before = new Set(dialogsOn(page));
  const asked = () => dialogsOn(page).filter((dialog) => !before.has(dialog));
  let answered: HTMLElement | null = null;
  discard.click();
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(30)) {
    if (isGone() && (answered || (await staysSo(isGone)))) return true;
    const [question, ...more] = asked();
    if (more.length > 0) return false;
    if (question && !answered) {
      yesOf(question)?.click();
      answered = question;
    }
  }
  const [left, ...more] = asked();
  if (left && more.length === 0) buttonsOf(left).at(-1)?.click();
  return isGone();
}

async function staysSo(isTrue: () => boolean): Promise<boolean> {
  await pause(goneMs);
  return isTrue();
}

const yesOf = (dialog: HTMLElement) => dialog.querySelector<HTMLElement>(parts.confirm) ?? buttonsOf(dialog)[0];

/** Without a Close at its corner, which is a sign and no word. */
function buttonsOf(dialog: HTMLElement): HTMLElement[] {
  const all = Array.from(dialog.querySelectorAll<HTMLElement>('button')).filter(isVisible);
  const named = all.filter((button) => button.textContent?.trim() !== '');
  return named.length > 0 ? named : all;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
