import { z } from 'zod';

/** One setting: its rule, and the sentence the README's table is made of. */
const setting = <Schema extends z.ZodType>(schema: Schema, about: string) => schema.describe(about);

const Port = z.coerce.number('must be a port number, 0 to 65535').int().min(0).max(65_535);

const Environment = z.object({
  PORT: setting(Port.default(4600), "the API's port"),
  HOST: setting(z.string().default('127.0.0.1'), 'the address the API listens on; `0.0.0.0` in a container'),
  DATABASE_URL: setting(
    z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host:5432/lumina' }),
    'PostgreSQL 14 or newer; `npm start` runs one of its own where this is not set',
  ),
  REDIS_URL: setting(
    z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
    "Redis 6.2 or newer for the queue; without it the queue is BullMQ's PostgreSQL backend",
  ),
  LUMINA_PUBLIC_URL: setting(
    z.url().optional(),
    'the address browsers and providers reach the API at; default `http://127.0.0.1:PORT`',
  ),
  LUMINA_SECRET: setting(
    z.string().min(32, 'must have at least 32 characters, for example from `openssl rand -base64 48`'),
    'seals mailbox tokens and signs sign-in tokens; at least 32 characters; keep it, or every mailbox must sign in again',
  ),
  LUMINA_SANDBOX_URL: setting(
    z.url().optional(),
    'the sandbox that plays Google where no Google client is configured; set by `npm start`',
  ),
  LUMINA_SANDBOX_TLS_URL: setting(
    z.url({ protocol: /^https$/, error: 'must look like https://127.0.0.1:4698' }).optional(),
    'the sandbox that plays Microsoft where no Microsoft client is configured; set by `npm start`',
  ),
  GOOGLE_CLIENT_ID: setting(
    z.string().min(1).optional(),
    "your own Google OAuth client; without it the sandbox's is used",
  ),
  GOOGLE_CLIENT_SECRET: setting(z.string().min(1).optional(), 'its secret'),
  GOOGLE_PUBSUB_TOPIC: setting(
    z.string().min(1).default('projects/lumina-sandbox/topics/gmail'),
    'the Pub/Sub topic Gmail publishes to',
  ),
  GOOGLE_PUSH_SERVICE_ACCOUNT: setting(
    z.email().default('gmail-push@lumina-sandbox.iam.gserviceaccount.com'),
    'the service account whose signature a Gmail push must carry',
  ),
  MICROSOFT_CLIENT_ID: setting(
    z.string().min(1).optional(),
    "your own Microsoft Entra app; without it the sandbox's is used",
  ),
  MICROSOFT_CLIENT_SECRET: setting(z.string().min(1).optional(), 'its secret'),
  MICROSOFT_TENANT: setting(
    z
      .string()
      .regex(/^[\w.-]+$/, 'must be `common`, `organizations`, `consumers`, or the id or a domain of one tenant')
      .default('common'),
    'who may sign in with Microsoft: `common` for everybody, `organizations` for work and school accounts, or one tenant',
  ),
  LUMINA_SEND_TIMEOUT_MS: setting(
    z.coerce.number().int().min(100).default(60_000),
    'how long one call to a mail provider may take, in ms; an answer after that counts as unclear',
  ),
  LUMINA_PATIENCE: setting(
    z.coerce.number().positive().default(1),
    'scales every waiting time of the send protocol; tests use small values',
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    'how much is logged',
  ),
});

/** Where Google, or whoever plays it, is reached. */
export interface GoogleServers {
  clientId: string;
  clientSecret: string;
  authUrl: string;
  tokenUrl: string;
  revokeUrl: string;
  certsUrl: string;
  issuer: string;
  /** Base of the Gmail REST API, with a closing slash. */
  gmailUrl: string;
}

/** Where Microsoft, or whoever plays it, is reached. */
export interface MicrosoftServers {
  clientId: string;
  clientSecret: string;
  /** Of the tenant people sign in at; its discovery document lies below it. */
  issuerUrl: string;
  /** Base of the Graph REST API, version and closing slash included. */
  graphUrl: string;
}

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  redisUrl: string | undefined;
  publicUrl: string;
  secret: string;
  google: GoogleServers | undefined;
  microsoft: MicrosoftServers | undefined;
  pubsubTopic: string;
  pushServiceAccount: string;
  sendTimeoutMs: number;
  patience: number;
  logLevel: string;
  isSandbox: boolean;
}

/** @throws an Error whose message names each wrong variable and what it should be. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable means unset: compose files and shells write `REDIS_URL=` for "none".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new Error(`Lumina cannot start, these settings need a look:\n${wrong}`);
  }
  const env = read.data;
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    publicUrl: (env.LUMINA_PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, ''),
    secret: env.LUMINA_SECRET,
    google: googleServers(env),
    microsoft: microsoftServers(env),
    pubsubTopic: env.GOOGLE_PUBSUB_TOPIC,
    pushServiceAccount: env.GOOGLE_PUSH_SERVICE_ACCOUNT,
    sendTimeoutMs: env.LUMINA_SEND_TIMEOUT_MS,
    patience: env.LUMINA_PATIENCE,
    logLevel: env.LOG_LEVEL,
    isSandbox: !env.GOOGLE_CLIENT_ID && env.LUMINA_SANDBOX_URL !== undefined,
  };
}

/** Name, default and sentence of every setting, for the table in the README. */
export function describeSettings(): { name: string; preset: string; about: string }[] {
  return Object.entries(Environment.shape).map(([name, schema]) => ({
    name,
    preset:
      schema instanceof z.ZodDefault
        ? String(schema.def.defaultValue)
        : schema instanceof z.ZodOptional
          ? ''
          : 'required',
    about: schema.description ?? '',
  }));
}

function googleServers(env: z.output<typeof Environment>): GoogleServers | undefined {
  if (env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET) {
    return {
      clientId: env.GOOGLE_CLIENT_ID,
      clientSecret: env.GOOGLE_CLIENT_SECRET,
      authUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      revokeUrl: 'https://oauth2.googleapis.com/revoke',
      certsUrl: 'https://www.googleapis.com/oauth2/v1/certs',
      issuer: 'https://accounts.google.com',
      gmailUrl: 'https://gmail.googleapis.com/',
    };
  }
  const sandbox = env.LUMINA_SANDBOX_URL?.replace(/\/$/, '');
  if (!sandbox) return undefined;
  return {
    clientId: 'lumina-sandbox',
    clientSecret: 'sandbox-secret',
    authUrl: `${sandbox}/o/oauth2/v2/auth`,
    tokenUrl: `${sandbox}/token`,
    revokeUrl: `${sandbox}/revoke`,
    certsUrl: `${sandbox}/oauth2/v1/certs`,
    issuer: 'https://accounts.google.com',
    gmailUrl: `${sandbox}/`,
  };
}

function microsoftServers(env: z.output<typeof Environment>): MicrosoftServers | undefined {
  const tenant = env.MICROSOFT_TENANT;
  if (env.MICROSOFT_CLIENT_ID && env.MICROSOFT_CLIENT_SECRET) {
    return {
      clientId: env.MICROSOFT_CLIENT_ID,
      clientSecret: env.MICROSOFT_CLIENT_SECRET,
      issuerUrl: `https://login.microsoftonline.com/${tenant}/v2.0`,
      graphUrl: 'https://graph.microsoft.com/v1.0/',
    };
  }
  const sandbox = env.LUMINA_SANDBOX_TLS_URL?.replace(/\/$/, '');
  if (!sandbox) return undefined;
  return {
    clientId: 'lumina-sandbox',
    clientSecret: 'sandbox-secret',
    issuerUrl: `${sandbox}/${tenant}/v2.0`,
    graphUrl: `${sandbox}/v1.0/`,
  };
}
