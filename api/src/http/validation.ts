import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Refusal } from './problem.js';

/** Checks every body, query and path against its schema and says, field by field, what is wrong. */
export const validation = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const fields = issues.slice(0, 20).map((issue) => ({
        path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        message: issue.message,
      }));
      const first = fields[0];
      const title = first ? `${first.path || 'body'}: ${first.message}` : 'The body is not as expected.';
      return new Refusal('invalid', title, { fields });
    },
  });
