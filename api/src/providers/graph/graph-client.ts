import {
  AuthenticationHandler,
  AuthenticationHandlerOptions,
  Client,
  HTTPMessageHandler,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { Access } from '../access.js';
import { ProviderError } from '../provider-error.js';
import { type GraphRefusal, graphFailure } from './graph-failures.js';

export interface GraphSettings {
  /** Base of the REST API, version and closing slash included. */
  graphUrl: string;
  timeoutMs: number;
}

export interface GraphCall {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base, or a whole address that Graph itself gave us. */
  path: string;
  query?: Record<string, string | number>;
  body?: object;
  /** Preferences besides the immutable ids, which every call asks for. */
  prefer?: string;
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  bytes: Buffer;
}

/** Without it an id is another one as soon as the message moves to another folder. */
const IMMUTABLE_IDS = 'IdType="ImmutableId"';

/**
 * Microsoft's own client with its habits left out: its chain of handlers is only the one that shows the token, to no
 * foreign host, and the one that asks. The usual chain would repeat a POST up to three times after a 429, 503 or 504 (measured
 * with 3.0.7: four mails for one), and follow redirects, with a POST again. Every failure leaves as ProviderError.
 */
export class GraphClient {
  private readonly client: Client;
  private readonly base: URL;

  constructor(
    private readonly access: Access,
    private readonly settings: GraphSettings,
  ) {
    this.base = new URL(settings.graphUrl);
    const authentication = new AuthenticationHandler({
      getAccessToken: () => Promise.reject(new Error('every call brings its own token')),
    });
    authentication.setNext(new HTTPMessageHandler());
    this.client = Client.initWithMiddleware({
      middleware: authentication,
      customHosts: new Set([this.base.hostname]),
    });
  }

  /** One call and its answer, parsed. `once`: it may not be taken for undone where that is not certain. */
  async ask<Schema extends z.ZodType>(
    schema: Schema,
    call: GraphCall,
    { once = false } = {},
  ): Promise<z.output<Schema>> {
    const { bytes } = await this.call(call, once);
    const read = schema.safeParse(jsonOf(bytes));
    // It answered, in words we do not know: whatever was asked may well have happened.
    if (!read.success) throw new ProviderError({ kind: 'unclear' }, read.error);
    return read.data;
  }

  /** Whether an address leads back into this API. */
  knows(link: string): boolean {
    return link.startsWith(this.base.href);
  }

  get timeoutMs(): number {
    return this.settings.timeoutMs;
  }

  /** Like ask; undefined where Graph says that it is not there, or that the id cannot be one. */
  async find<Schema extends z.ZodType>(schema: Schema, call: GraphCall): Promise<z.output<Schema> | undefined> {
    return unlessMissing(this.ask(schema, call));
  }

  /** The bytes of what is no JSON, such as a message's MIME; undefined where it is not there. */
  async bytes(path: string): Promise<Uint8Array | undefined> {
    const answer = await unlessMissing(this.call({ path }, false));
    return answer?.bytes;
  }

  private async call(call: GraphCall, once: boolean): Promise<Answer> {
    const token = await this.access.token();
    try {
      return await this.callWith(token, call, once);
    } catch (error) {
      if (!(error instanceof ProviderError) || refusalOf(error).status !== 401) throw error;
      // A 401 is a definite no, so even a send may be asked again, with a token that is certainly new.
      return this.callWith(await this.access.renew(token), call, once);
    }
  }

  private async callWith(token: string, call: GraphCall, once: boolean): Promise<Answer> {
    const answer = await this.answer(token, call).catch((error: unknown) => {
      throw new ProviderError(graphFailure({}, { once, now: new Date() }), error);
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refusal: GraphRefusal = {
      status: answer.status,
      code: Complaint.safeParse(jsonOf(answer.bytes)).data?.error.code,
      retryAfter: answer.retryAfter,
    };
    throw new ProviderError(graphFailure(refusal, { once, now: new Date() }), refusal);
  }

  private async answer(token: string, { method = 'GET', path, query, body, prefer }: GraphCall): Promise<Answer> {
    const request = this.client
      .api(this.addressOf(path, query))
      .middlewareOptions([new AuthenticationHandlerOptions({ getAccessToken: async () => token })])
      // The client has no timeout of its own, and fetch would follow a redirect with the same POST.
      .options({ signal: AbortSignal.timeout(this.settings.timeoutMs), redirect: 'manual' })
      .header('Prefer', prefer === undefined ? IMMUTABLE_IDS : `${IMMUTABLE_IDS}, ${prefer}`)
      .responseType(ResponseType.RAW);
    const asked: Record<typeof method, () => Promise<Response>> = {
      GET: () => request.get(),
      POST: () => request.post(body),
      PATCH: () => request.patch(body),
      DELETE: () => request.delete(),
    };
    const response = await asked[method]();
    // Read under the same signal: an answer cut short is none.
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, retryAfter: response.headers.get('retry-after') ?? undefined, bytes };
  }

  /** @throws Error for an address outside the API: a link that Graph gave us leads back to it. */
  private addressOf(path: string, query: GraphCall['query'] = {}): string {
    const url = new URL(path, this.base);
    if (!this.knows(url.href)) throw new Error(`${url.origin} is not Graph`);
    // Spelled out, for URLSearchParams writes a space as "+", which OData takes for a plus.
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return search.length > 0 ? `${url.href}?${search.join('&')}` : url.href;
  }
}

const Complaint = z.object({ error: z.object({ code: z.string() }) });
const Refused = z.object({ status: z.number().optional(), code: z.string().optional() });

function refusalOf(error: unknown): GraphRefusal {
  return error instanceof ProviderError ? (Refused.safeParse(error.cause).data ?? {}) : {};
}

async function unlessMissing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { status, code } = refusalOf(error);
    if (status === 404 || code === 'ErrorInvalidIdMalformed') return undefined;
    throw error;
  }
}

/** Undefined for an empty answer, such as that of a send, and for one cut short or in no JSON. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
