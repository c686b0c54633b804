import type { z } from 'zod';
import type { CallOf, Endpoint } from './endpoint.js';
import { Problem } from './problem.js';

/** The API answered, and said no. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** No answer came: offline, a name that does not resolve, a server that is down, an answer cut short. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('the API could not be reached', { cause });
  }
}

export type Send = (path: string, init: RequestInit) => Promise<Response>;

export interface CallOptions {
  /** Sent as `Idempotency-Key`. */
  key?: string;
  signal?: AbortSignal;
}

/**
 * A client of the endpoint table. `send` adds the address and the credentials.
 * @throws ApiError when the API refused, Unreachable when it did not answer.
 */
export function createApiClient(send: Send) {
  return async function call<E extends Endpoint>(
    endpoint: E,
    given: CallOf<E>,
    { key, signal }: CallOptions = {},
  ): Promise<z.output<E['reply']>> {
    const { body, query, ...params } = given as Record<string, unknown>;
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key !== undefined) headers['idempotency-key'] = key;
    const response = await send(pathOf(endpoint.path, params, query as Record<string, unknown> | undefined), {
      method: endpoint.method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      throw new Unreachable(error);
    });
    if (!response.ok) throw await refusal(response);
    if (response.status === 204) return undefined as z.output<E['reply']>;
    const json: unknown = await response.json().catch((error: unknown) => {
      throw new Unreachable(error);
    });
    return endpoint.reply.parse(json) as z.output<E['reply']>;
  };
}

export type ApiClient = ReturnType<typeof createApiClient>;

function pathOf(template: string, params: Record<string, unknown>, query: Record<string, unknown> = {}) {
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** A refusal in our own words; anything else between us and the API (a proxy's page) counts as no answer. */
async function refusal(response: Response): Promise<ApiError | Unreachable> {
  const text = await response.text().catch(() => '');
  try {
    return new ApiError(Problem.parse(JSON.parse(text)));
  } catch {
    return new Unreachable(new Error(`status ${response.status}`));
  }
}
