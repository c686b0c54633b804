import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { Refusal } from './problem.js';

/** Checks every body, query and path against its schema and says, field by field, what is wrong. */
export const validation = () => new StandardSchemaValidationPipe({ exceptionFactory: refuseInvalid });

type Issue = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>
>[0][number];

export function refuseInvalid(issues: readonly (Issue | z.core.$ZodIssue)[]): Refusal {
  const fields = issues.slice(0, 20).map((issue) => ({
    path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }));
  const first = fields[0];
  const title = first ? `${first.path || 'body'}: ${first.message}` : 'The body is not as expected.';
  return new Refusal('invalid', title, { fields });
}
