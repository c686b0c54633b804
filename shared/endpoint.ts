import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who may call: anyone, a signed-in rep, or an admin of the organisation. */
export type Access = 'public' | 'rep' | 'admin';

/** One HTTP call, described once: the API serves it, every client calls it. */
export interface Endpoint<
  Path extends string = string,
  Body extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  readonly path: Path;
  readonly access: Access;
  readonly status: number;
  readonly body: Body | undefined;
  readonly query: Query | undefined;
  readonly reply: Reply;
  /** The call carries the header `Idempotency-Key`. */
  readonly keyed: boolean;
}

interface Parts<Body extends z.ZodType, Query extends z.ZodType, Reply extends z.ZodType> {
  access?: Access;
  status?: number;
  body?: Body;
  query?: Query;
  reply: Reply;
  keyed?: boolean;
}

/** Describes a call. Defaults: reps only, status 200, no key. */
export const endpoint = <
  const Path extends string,
  Reply extends z.ZodType,
  Body extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
>(
  method: Method,
  path: Path,
  { access = 'rep', status = 200, body, query, reply, keyed = false }: Parts<Body, Query, Reply>,
): Endpoint<Path, Body, Query, Reply> => ({ method, path, access, status, body, query, reply, keyed });

type ParamNames<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Asks<Key extends string, Schema extends z.ZodType> = [z.input<Schema>] extends [never]
  ? unknown
  : { [K in Key]: z.input<Schema> };

/** What a caller gives: path parameters, and body and query where the endpoint has them. */
export type CallOf<E extends Endpoint> = { [Name in ParamNames<E['path']>]: string } & Asks<
  'body',
  NonNullable<E['body']>
> &
  Asks<'query', NonNullable<E['query']>>;
