import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@microsoft/microsoft-graph-client';
// From its own folder: the whole package is four million lines of types, and tsc would read them all.
import { gmail, type gmail_v1, auth as googleAuth } from 'googleapis/build/src/apis/gmail/index.js';
import { trust } from './certificate.js';
import { type SandboxOptions, startSandbox } from './sandbox.js';
import { type SandboxClient, sandboxClient } from './sandbox-client.js';

export const ADA = 'ada.seller@northwind.example';
export const BEN = 'ben.closer@northwind.example';
export const ADA_OUTLOOK = 'ada.seller@northwind-group.example';
export const BEN_OUTLOOK = 'ben.closer@northwind-group.example';
export const CLIENT = { clientId: 'lumina-sandbox', clientSecret: 'sandbox-secret' };

/** A fresh sandbox in a directory of its own, gone when the scope ends (`await using`). */
export async function freshSandbox(options: Omit<SandboxOptions, 'dir'> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-sandbox-'));
  const running = await startSandbox({ dir, ...options });
  const client = sandboxClient(running.httpUrl);
  trust(running.caFile);
  return {
    ...running,
    dir,
    client,
    gmail: (email = ADA) => gmailClient(running.httpUrl, client, email),
    graph: (email = ADA_OUTLOOK, scope?: string) => graphClient(running.tlsUrl, client, email, scope),
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Google's own OAuth client, pointed at the sandbox. */
export function oauthClient(httpUrl: string, redirectUri = 'http://127.0.0.1/callback') {
  return new googleAuth.OAuth2({
    ...CLIENT,
    redirectUri,
    endpoints: {
      oauth2AuthBaseUrl: `${httpUrl}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${httpUrl}/token`,
      oauth2RevokeUrl: `${httpUrl}/revoke`,
      tokenInfoUrl: `${httpUrl}/tokeninfo`,
      oauth2FederatedSignonPemCertsUrl: `${httpUrl}/oauth2/v1/certs`,
      oauth2FederatedSignonJwkCertsUrl: `${httpUrl}/oauth2/v3/certs`,
    },
  });
}

/** The real Gmail client, signed in as that rep. */
export async function gmailClient(httpUrl: string, client: SandboxClient, email: string): Promise<gmail_v1.Gmail> {
  const auth = oauthClient(httpUrl);
  const { access_token, refresh_token, expires_in } = await client.grant({ email });
  auth.setCredentials({ access_token, refresh_token, expiry_date: Date.now() + expires_in * 1000 });
  return gmail({ version: 'v1', auth, rootUrl: `${httpUrl}/` });
}

/** The real Graph client, signed in as that rep; it retries as it does by itself. */
async function graphClient(tlsUrl: string, client: SandboxClient, email: string, scope?: string): Promise<Client> {
  const { access_token } = await client.grant({ email, ...(scope === undefined ? {} : { scope }) });
  return Client.init({
    baseUrl: `${tlsUrl}/`,
    customHosts: new Set(['127.0.0.1']),
    authProvider: (done) => done(null, access_token),
  });
}

/** A small mail as bytes. */
export function mail(fields: Record<string, string> = {}, text = 'Hello Grace,\r\n\r\nshall we?'): Buffer {
  const all = {
    From: `Ada Seller <${ADA}>`,
    To: 'grace@analytical.example',
    Subject: 'Thursday',
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
  };
  return Buffer.from(
    `${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n${text}\r\n`,
  );
}

export const raw = (bytes: Buffer) => bytes.toString('base64url');

/** The status of a rejected client call. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
  } catch (error) {
    const said = error as { status?: number; statusCode?: number; code?: number };
    return Number(said.statusCode ?? said.status ?? said.code);
  }
  throw new Error('the call was expected to be refused');
}
