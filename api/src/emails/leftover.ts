import type { Letter, PageDraft } from '../providers/provider.js';

/**
 * Whether a draft of the mail page is what is left of the compose this letter was sent from. It is deleted then, so any
 * doubt says no: another subject or recipient, one of ours, or words typed after the rep pressed Send. One the page did
 * not name has to say the very words.
 */
export function isLeftover(draft: PageDraft, letter: Letter, words: string, acceptedAt: Date): boolean {
  const to = letter.to.map(({ email }) => email.toLowerCase());
  const isSameLetter = draft.subject === letter.subject && same(draft.to, to);
  return (
    draft.marker === null && isSameLetter && (draft.text === words || (draft.isNamed && draft.savedAt <= acceptedAt))
  );
}

const same = (some: readonly string[], others: readonly string[]) =>
  [...some].sort().join() === [...others].sort().join();
