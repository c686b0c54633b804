import type { Problem, ProblemCode } from '#shared/problem.js';

const statusOf: Record<ProblemCode, number> = {
  invalid: 400,
  keyMissing: 400,
  signedOut: 401,
  forbidden: 403,
  notFound: 404,
  staleRevision: 409,
  draftInUse: 409,
  mailboxUnknown: 409,
  tooLate: 409,
  keyReused: 422,
  internal: 500,
  unavailable: 503,
};

/** A refusal the caller can act on. `title` is a sentence: what happened, what is safe, what to do. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, title: string, more: Pick<Problem, 'fields' | 'draft'> = {}) {
    super(title);
    this.problem = { code, title, status: statusOf[code], ...more };
  }
}

/** Used where a row is not there, or is somebody else's: the two must look the same. */
export const notFound = (noun: string) => new Refusal('notFound', `There is no such ${noun}, or it is not yours.`);
