import { z } from 'zod';
import { Draft } from './draft.js';

/** The failures both sides name. `title` is a sentence one can act on; `fields` says where a body is wrong. */
export const ProblemCode = z.enum([
  'invalid',
  'signedOut',
  'forbidden',
  'notFound',
  'staleRevision',
  'keyMissing',
  'keyReused',
  'draftInUse',
  'mailboxUnknown',
  'tooLate',
  'unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const Problem = z.object({
  code: ProblemCode,
  title: z.string(),
  status: z.int(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With `staleRevision`: the server's copy, so that both texts can be kept. */
  draft: Draft.optional(),
});
export type Problem = z.infer<typeof Problem>;
