import { z } from 'zod';

/**
 * What the engine is asked and what it answers. A suggestion belongs to one revision of one draft and is a list of
 * small changes (hunks), so that a rep can take one and leave the next.
 */

/** Offsets are UTF-16 code units into the draft's own plain text: no signature, no quoted thread. `end` is exclusive. */
export type TextSpan = z.infer<typeof TextSpan>;
export const TextSpan = z
  .object({ start: z.int().nonnegative(), end: z.int().nonnegative() })
  .refine((span) => span.start <= span.end, { message: 'a span cannot end before it starts' });

/** One change a rep can accept or dismiss on its own. `remove` is exactly the text at `span`; either side may be empty. */
export type Hunk = z.infer<typeof Hunk>;
export const Hunk = z.object({
  id: z.string().min(1).max(80),
  span: TextSpan,
  remove: z.string(),
  insert: z.string(),
  /** A short sentence for the rep. */
  why: z.string().min(1).max(200),
  /** Which rule or template proposed it, so that feedback can be counted per rule. */
  rule: z.string().min(1).max(80),
  /** The facts the inserted text rests on; empty where it rests on the draft alone. */
  factIds: z.array(z.string()),
  confidence: z.number().min(0).max(1),
});

/** Hunks are ordered by start and never overlap, so they can be applied in any order. */
export type Suggestion = z.infer<typeof Suggestion>;
export const Suggestion = z.object({
  /** The hash of what was asked: the same question always has the same id. */
  id: z.string().min(1).max(80),
  revision: z.int().nonnegative(),
  kind: z.enum(['rewrite', 'personalize']),
  engine: z.enum(['embedded', 'model']),
  confidence: z.number().min(0).max(1),
  hunks: z.array(Hunk).refine(areApart, { message: 'hunks must be ordered and must not overlap' }),
  /** Why nothing is proposed, as a sentence for the rep; null when there are hunks. */
  note: z.string().max(300).nullable(),
});

/** Something known about a prospect or their company, with where it was read and when. */
export type Fact = z.infer<typeof Fact>;
export const Fact = z.object({
  id: z.string().min(1, 'a fact needs an id').max(80, 'a fact id has at most 80 characters'),
  text: z.string().min(1, 'a fact needs a text').max(1000, 'a fact has at most 1,000 characters'),
  kind: z.enum(['hiring', 'funding', 'tech', 'event', 'expansion', 'role', 'other']),
  /** The parts of the fact by name, for example `{ role: 'SDR', place: 'Austin' }`. */
  fields: z.record(z.string().max(40), z.string().max(200, 'a fact field has at most 200 characters')),
  source: z.string().min(1, 'a fact needs a source').max(300),
  date: z.iso.date('a fact needs a date such as 2026-11-20'),
});

const draftPart = {
  draftId: z.uuid('draftId must be a uuid'),
  revision: z.int().nonnegative(),
  subject: z.string().max(1000, 'a subject has at most 1,000 characters'),
  text: z.string().max(20_000, 'a draft has at most 20,000 characters'),
  /** The rep's own day. The engine has no clock, so that one question has one answer. */
  today: z.iso.date('today must be a day such as 2026-11-20'),
};

export type RewriteInput = z.infer<typeof RewriteInput>;
export const RewriteInput = z.object({
  ...draftPart,
  mode: z.enum(['clearer', 'shorten', 'fix']),
  /** Names no rule may touch: the rep's, the prospect's, the companies'. */
  names: z.array(z.string().min(1).max(120)).max(50, 'at most 50 names'),
});

export type PersonalizeInput = z.infer<typeof PersonalizeInput>;
export const PersonalizeInput = z.object({
  ...draftPart,
  prospect: z.object({
    name: z.string().max(200, 'a name has at most 200 characters'),
    email: z.email('prospect.email must be an e-mail address'),
    company: z.string().max(200, 'a company name has at most 200 characters').nullable(),
  }),
  facts: z.array(Fact).max(50, 'at most 50 facts'),
});

/** The text after the hunks, which must all have been made for this very text. */
export function applyHunks(text: string, hunks: readonly Hunk[]): string {
  let applied = '';
  let from = 0;
  for (const hunk of hunks.toSorted((a, b) => a.span.start - b.span.start)) {
    applied += text.slice(from, hunk.span.start) + hunk.insert;
    from = hunk.span.end;
  }
  return applied + text.slice(from);
}

function areApart(hunks: readonly Hunk[]): boolean {
  return hunks.every((hunk, i) => {
    const before = hunks[i - 1];
    return !before || (before.span.end <= hunk.span.start && before.span.start < hunk.span.start);
  });
}
