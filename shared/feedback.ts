import { z } from 'zod';
import { DraftId } from './ids.js';
import { text } from './storable-text.js';

/** What the rep did with one hunk of a suggestion. `id` is made in the browser, so that a repeat counts once. */
export const Feedback = z.object({
  id: z.uuid(),
  draftId: DraftId,
  suggestionId: text(100),
  hunkId: text(100),
  rule: text(100),
  engine: z.enum(['embedded', 'model']),
  verdict: z.enum(['accepted', 'dismissed']),
  at: z.iso.datetime(),
});
export type Feedback = z.infer<typeof Feedback>;
