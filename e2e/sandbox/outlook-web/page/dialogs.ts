import { button, h } from './dom.js';
import { words } from './words.js';

let open: { answer(yes: boolean): void } | undefined;

export interface Question {
  /** For the tests: which of the questions this is. */
  kind: 'discard' | 'no-subject' | 'blocked';
  text: string;
  /** Without one there is nothing to agree to. */
  yes?: string;
  no: string;
}

/** Asks in a dialog and waits for the answer. A second, empty dialog stands beside it, as seen in Outlook. */
export function ask(question: Question, within: Document): Promise<boolean> {
  open?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      open = undefined;
      overlay.remove();
      empty.remove();
      resolve(yes);
    };
    const { kind, text, yes, no } = question;
    const agree =
      yes === undefined ? null : button({ $: 'press primary', 'data-standin-yes': '' }, yes, () => answer(true));
    const refuse = button({ $: 'press', 'data-standin-no': '' }, no, () => answer(false));
    const empty = h('div', { role: 'dialog', 'aria-modal': 'true', $: 'empty' });
    const overlay = h(
      'div',
      { $: 'overlay' },
      h(
        'div',
        { role: 'alertdialog', 'aria-modal': 'true', 'aria-label': text, $: 'dialog', 'data-standin-dialog': kind },
        h('div', { $: 'question' }, text),
        h('div', { $: 'presses' }, agree, refuse),
      ),
    );
    within.body.append(empty, overlay);
    (agree ?? refuse).focus();
    open = { answer };
  });
}

/** Esc says no to an open dialog. Answers whether there was one. */
export function refuseOpenDialog(): boolean {
  if (!open) return false;
  open.answer(false);
  return true;
}

let bar: HTMLElement | undefined;

/** A line at the foot of the page, with a button; resolves with true when it was pressed before `ms` have passed. */
export function offer(text: string, press: string, ms: number, within: Document): Promise<boolean> {
  bar?.remove();
  return new Promise((resolve) => {
    const end = (pressed: boolean) => {
      clearTimeout(timer);
      line.remove();
      resolve(pressed);
    };
    const undo = button({ $: 'press', 'data-standin-undo-send': '' }, press, () => end(true));
    const line = h('div', { role: 'status', $: 'bar' }, h('span', {}, text), undo);
    const timer = setTimeout(() => end(false), ms);
    bar = line;
    within.body.append(line);
  });
}

/** The time after a word, as in "Draft saved at 10:09 PM". */
export function savedAt(time: string): string {
  return `${words.savedAt} ${time}`;
}
