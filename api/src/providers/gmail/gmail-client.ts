import { auth, type gmail_v1, gmail as gmailOf } from 'googleapis/build/src/apis/gmail/index.js';
import { z } from 'zod';
import type { Access } from '../access.js';
import { ProviderError } from '../provider-error.js';
import { type GmailRefusal, gmailFailure } from './gmail-failures.js';

export interface GmailSettings {
  /** Base of the REST API, with a closing slash. */
  gmailUrl: string;
  timeoutMs: number;
}

type Api = gmail_v1.Resource$Users;
type Options = { retry: false; timeout: number };

/**
 * Google's own client with its habits switched off: it never repeats a call by itself and never refreshes a token.
 * Every failure leaves as ProviderError.
 */
export class GmailClient {
  private readonly oauth = new auth.OAuth2();
  private readonly api: Api;

  constructor(
    private readonly access: Access,
    private readonly settings: GmailSettings,
  ) {
    this.api = gmailOf({ version: 'v1', auth: this.oauth, rootUrl: settings.gmailUrl }).users;
  }

  /** One call and its answer, parsed. `once`: it may not be taken for undone where that is not certain. */
  async ask<Schema extends z.ZodType>(
    schema: Schema,
    call: (api: Api, options: Options) => Promise<{ data: unknown }>,
    { once = false } = {},
  ): Promise<z.output<Schema>> {
    const token = await this.access.token();
    try {
      return await this.askWith(token, schema, call, once);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.failure.kind !== 'signedOut') throw error;
      // A 401 is a definite no, so even a send may be asked again, with a token that is certainly new.
      return this.askWith(await this.access.renew(token), schema, call, once);
    }
  }

  /** Like ask; undefined where Gmail says that it is not there. */
  async find<Schema extends z.ZodType>(
    schema: Schema,
    call: (api: Api, options: Options) => Promise<{ data: unknown }>,
  ): Promise<z.output<Schema> | undefined> {
    try {
      return await this.ask(schema, call);
    } catch (error) {
      if (error instanceof ProviderError && refusalOf(error.cause).status === 404) return undefined;
      throw error;
    }
  }

  private async askWith<Schema extends z.ZodType>(
    token: string,
    schema: Schema,
    call: (api: Api, options: Options) => Promise<{ data: unknown }>,
    once: boolean,
  ): Promise<z.output<Schema>> {
    // Without an expiry date the client sends a refused request a second time (measured with google-auth-library 10 and 11).
    this.oauth.setCredentials({ access_token: token, expiry_date: Date.now() + 3_600_000 });
    const { data } = await call(this.api, { retry: false, timeout: this.settings.timeoutMs }).catch(
      (error: unknown) => {
        throw new ProviderError(gmailFailure(refusalOf(error), { once, now: new Date() }), error);
      },
    );
    const read = schema.safeParse(data);
    // It answered, in words we do not know: whatever was asked may well have happened.
    if (!read.success) throw new ProviderError({ kind: 'unclear' }, read.error);
    return read.data;
  }
}

const Refused = z.object({
  response: z.object({
    status: z.number(),
    headers: z.unknown().optional(),
    data: z.unknown(),
  }),
});
const Complaint = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().optional(),
      errors: z.array(z.object({ reason: z.string().optional() })).optional(),
    }),
  ]),
});

/** What the client's error says of the answer; nothing where no whole answer came. */
export function refusalOf(error: unknown): GmailRefusal {
  const refused = Refused.safeParse(error);
  if (!refused.success) return {};
  const { status, headers, data } = refused.data.response;
  const complaint = Complaint.safeParse(data).data?.error;
  const retryAfter = headers instanceof Headers ? (headers.get('retry-after') ?? undefined) : undefined;
  return typeof complaint === 'string'
    ? { status, reason: complaint, retryAfter }
    : { status, reason: complaint?.errors?.[0]?.reason, message: complaint?.message, retryAfter };
}
