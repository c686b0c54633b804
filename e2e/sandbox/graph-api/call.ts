import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Account } from '../accounts.js';
import type { ItemIdKind } from '../exchange-ids.js';
import { type Answer, type Ask, json } from '../http.js';
import type { Mailbox } from '../mailbox.js';
import type { World } from '../world.js';

/** One call of Graph, past authentication. */
export interface Call {
  world: World;
  owner: Account;
  mailbox: Mailbox;
  clientId: string;
  /** The `{}` of the route's path, in order. */
  params: string[];
  query: URLSearchParams;
  /** The JSON that came with it; {} when none did. */
  body: unknown;
  headers: Ask['headers'];
  /** This server as the caller named it, with /v1.0 and no closing slash. */
  base: string;
  /** What `Prefer: IdType` asks for. */
  idKind: ItemIdKind;
  signal: AbortSignal;
}

/** The permission a call needs, by the name Microsoft gives it; what contains it is enough. */
export type Needs = 'User.Read' | 'Mail.Read' | 'Mail.ReadWrite' | 'Mail.Send';

export interface Route {
  operation: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Under /v1.0/; `{}` stands for one part. */
  path: string;
  needs: Needs;
  handle: (call: Call) => Answer | Promise<Answer>;
}

/** An error as Graph says it. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  answer(clientRequestId?: string): Answer {
    const id = randomUUID();
    const innerError = {
      date: new Date().toISOString().slice(0, 19),
      'request-id': id,
      'client-request-id': clientRequestId ?? id,
    };
    const { status, code, message, headers } = this;
    return json({ error: { code, message, innerError } }, status, { 'request-id': id, ...headers });
  }
}

export const notFound = () =>
  new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const badRequest = (message: string, code = 'BadRequest') => new GraphError(400, code, message);

/** Graph says when to come again in whole seconds. */
export function throttled(afterMs: number, limit = 'MailboxConcurrency'): GraphError {
  const message = `Application is over its ${limit} limit.`;
  return new GraphError(429, 'ApplicationThrottled', message, { 'retry-after': String(Math.ceil(afterMs / 1000)) });
}

/** Parses what the caller sent; what Graph would refuse is refused with 400. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(`${issue?.path.join('.') || 'the body'}: ${issue?.message}`, 'RequestBodyRead');
}

export const noContent = (): Answer => ({ status: 204 });

/** The value of one preference, as in `Prefer: odata.maxpagesize=2, IdType="ImmutableId"`. */
export function preference(headers: Ask['headers'], name: string): string | undefined {
  const given = [headers.prefer ?? ''].flat().join(',');
  const pattern = new RegExp(`(?:^|[,;\\s])${name.replaceAll('.', '\\.')}\\s*=\\s*"?([^",;]+)"?`, 'i');
  return pattern.exec(given)?.[1]?.trim();
}
