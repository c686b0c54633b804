import type { z } from 'zod';
import { type Answer, json } from '../http.js';
import type { Mailbox } from '../mailbox.js';
import type { World } from '../world.js';

/** One call of the Gmail API, past authentication. */
export interface Call {
  world: World;
  mailbox: Mailbox;
  /** The `{…}` of the route's path, in order. */
  params: string[];
  query: URLSearchParams;
  /** The JSON that came with it; {} when none did. */
  body: unknown;
  /** The mail itself, when it came by /upload/. */
  media?: Buffer;
}

/** Which permissions a call accepts; any one of them is enough. */
export type Needs = 'read' | 'compose' | 'send' | 'modify';

export interface Route {
  /** Google's own name of the method. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under /gmail/v1/users/{userId}/; `{}` stands for one part. */
  path: string;
  needs: Needs;
  /** Quota units (developers.google.com/workspace/gmail/api/reference/quota, since 2026-05). */
  units: number;
  handle: (call: Call) => unknown;
}

/** An error as Google says it. */
export class GoogleError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  answer(): Answer {
    const { status: code, reason, message } = this;
    const errors = [{ message, domain: code === 429 || reason.includes('Limit') ? 'usageLimits' : 'global', reason }];
    return json({ error: { code, message, errors, status: CANONICAL[code] ?? 'UNKNOWN' } }, code);
  }
}

export const notFound = () => new GoogleError(404, 'notFound', 'Requested entity was not found.');
export const invalid = (message: string) => new GoogleError(400, 'invalidArgument', message);

/** Parses what the caller sent; what Google would refuse is refused with 400. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw invalid(
      `Invalid JSON payload received: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    );
  return parsed.data;
}

/** One page of a list; the token is where the next one starts. */
export function page<T>(items: T[], query: URLSearchParams, defaultSize: number) {
  const start = Number(Buffer.from(query.get('pageToken') ?? '', 'base64url').toString() || 0);
  const size = Math.min(Number(query.get('maxResults') ?? defaultSize), 500);
  const next = start + size < items.length ? { nextPageToken: tokenFor(start + size) } : {};
  return { items: items.slice(start, start + size), start, next };
}

export function tokenFor(start: number): string {
  return Buffer.from(String(start)).toString('base64url');
}

const CANONICAL: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};
