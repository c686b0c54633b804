import type { DraftContent } from '#shared/draft.js';

/** `content` is the draft from now on; `other` is a text that would otherwise be lost, null where none would. */
export interface Reconciled {
  content: DraftContent;
  other: DraftContent | null;
}

const fields = ['to', 'cc', 'bcc', 'subject', 'html'] as const;

/**
 * Two saves that grew from one `base`. Field by field: who changed it wins; where both did, mine wins here and theirs is
 * kept whole as another version. `text` goes with the `html` it was read from.
 */
export function reconcile(base: DraftContent | null, mine: DraftContent, theirs: DraftContent): Reconciled {
  const content: DraftContent = { ...mine };
  let lost = false;
  for (const field of fields) {
    const theyChanged = !base || !same(theirs[field], base[field]);
    const iChanged = !base || !same(mine[field], base[field]);
    if (!theyChanged || same(mine[field], theirs[field])) continue;
    if (iChanged) lost = true;
    else
      Object.assign(content, field === 'html' ? { html: theirs.html, text: theirs.text } : { [field]: theirs[field] });
  }
  return { content, other: lost ? theirs : null };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
