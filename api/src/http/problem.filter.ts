import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Problem } from '#shared/problem.js';
import { Refusal } from './problem.js';

/** Every failure leaves in one shape. What we did not expect is logged with its stack and answered without it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = this.problemOf(error);
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(problem.status)
      .type('application/problem+json')
      .send(problem);
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Refusal) return error.problem;
    const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
    if (status === 404) return { code: 'notFound', title: 'There is nothing at this address.', status };
    if (status === 413)
      return {
        code: 'invalid',
        title: 'This is too large to send in one call.',
        status,
        fields: [{ path: '', message: 'too large' }],
      };
    if (status >= 400 && status < 500)
      return {
        code: 'invalid',
        title: 'This call could not be read.',
        status,
        fields: [{ path: 'body', message: error instanceof Error ? error.message : 'unreadable' }],
      };
    if (UNSTORABLE.has(codeOf(error)))
      return {
        code: 'invalid',
        title: 'This holds a character that cannot be kept. Remove it and try again.',
        status: 400,
      };
    if (isDatabaseAway(error)) {
      this.logger.warn('the database does not answer');
      return {
        code: 'unavailable',
        title: 'Lumina is starting or recovering. Nothing was lost; try again in a moment.',
        status: 503,
      };
    }
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { code: 'internal', title: 'Something went wrong on our side. Nothing of yours was lost.', status: 500 };
  }
}

/** Fastify's own errors (unreadable JSON, wrong content type) carry a statusCode. */
function statusCodeOf(error: unknown): number {
  const code = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof code === 'number' ? code : 500;
}

/** PostgreSQL's codes for text its encoding, or its JSON, has no place for. */
const UNSTORABLE = new Set(['22021', '22P05', '22P02']);

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Refused, cut or not had in time, PostgreSQL's own shutdown and start-up (class 57P), and what Prisma makes of these. */
function isDatabaseAway(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0[123]|P1\d{3}|P2028)$/.test(
      codeOf(error),
    ) || /Connection terminated|timeout exceeded when trying to connect|Code: `57P0[123]`/.test(text)
  );
}
