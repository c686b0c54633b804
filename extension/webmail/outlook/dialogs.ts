import { findAll, isVisible } from './page-parts.js';

/** The questions the page asks now: what is seen, says something, and has a button. An empty decoy is always there. */
export const dialogsOn = (page: Document): HTMLElement[] =>
  findAll(page, 'dialog').filter(
    (dialog) => isVisible(dialog) && dialog.textContent?.trim() !== '' && dialog.querySelector('button') !== null,
  );
