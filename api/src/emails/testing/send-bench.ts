import { randomUUID } from 'node:crypto';
import type { freshSandbox } from '#e2e/sandbox/testing.js';
import { readEmail, readMe, sendEmail, takeTokens } from '#shared/api.js';
import { type ApiClient, createApiClient } from '#shared/api-client.js';
import type { SendEmail } from '#shared/email.js';
import { DraftId, type EmailId, type OrganisationId } from '#shared/ids.js';
import type { SignInWay } from '#shared/user.js';
import { freePort } from '../../embedded/free-port.js';
import { Browser, pkce } from '../../mailboxes/testing/browser.js';
import { createWorld } from '../../testing/world.js';
import { EmailsService } from '../emails.service.js';
import { SendService } from '../send.service.js';

/** An API whose sends go to a sandbox, quickly, and one rep at it. */
export async function sendBench(sandbox: Awaited<ReturnType<typeof freshSandbox>>, address: string, way: SignInWay) {
  const port = await freePort();
  const world = await createWorld({
    PORT: String(port),
    LUMINA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LUMINA_SANDBOX_URL: sandbox.httpUrl,
    LUMINA_SANDBOX_TLS_URL: sandbox.tlsUrl,
    LUMINA_SEND_TIMEOUT_MS: '400',
    LUMINA_PATIENCE: '0.004',
  });
  let signedIn: ApiClient | undefined;
  const call: ApiClient = (endpoint, given, options) => {
    if (!signedIn) throw new Error('nobody is signed in');
    return signedIn(endpoint, given, options);
  };
  let organisationId: OrganisationId;

  const letter = (over: Partial<SendEmail> = {}): SendEmail => ({
    draftId: DraftId.parse(randomUUID()),
    from: address,
    to: [{ name: 'Grace', email: 'grace@analytical.example' }],
    cc: [],
    bcc: [],
    subject: 'Thursday',
    html: '<div>Hello Grace,</div><div>shall we?</div>',
    text: 'Hello Grace,\nshall we?',
    undoSeconds: 0,
    thread: null,
    acceptedSpans: [],
    aiShare: 0,
    webmailDraftId: null,
    ...over,
  });
  const row = async (id: EmailId) =>
    (await world.owner.query('select * from email_sends where email_id = $1', [id])).rows[0];
  const advance = (emailId: EmailId) => world.app.get(SendService).advance({ organisationId, emailId });

  return {
    world,
    letter,
    row,
    advance,
    call,
    organisationId: () => organisationId,
    async signIn() {
      const { verifier, challenge } = pkce();
      const start = `${world.url}/auth/${way}?challenge=${challenge}`;
      const { url } = await new Browser().signIn(start, { account: address });
      const anyone = createApiClient((path, init) => fetch(world.url + path, init));
      const { accessToken } = await anyone(takeTokens, {
        body: { code: url.searchParams.get('code') ?? '', verifier },
      });
      signedIn = createApiClient((path, init) =>
        fetch(world.url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } }),
      );
      organisationId = (await call(readMe, {})).organisationId;
    },
    send: async (over: Partial<SendEmail> = {}) =>
      (await call(sendEmail, { body: letter(over) }, { key: randomUUID() })).id,
    statusOf: async (id: EmailId) => (await call(readEmail, { id })).status,
    drafts: async () => (await sandbox.client.mailbox({ email: address })).drafts.filter((one) => one.state === 'open'),
    /** As if all the waiting of its state were over but the last. */
    waitOut: (id: EmailId) =>
      world.owner.query('update email_sends set looks = 5, due_at = now() where email_id = $1', [id]),
    /** Rings until there is nothing left to do: what the queue and the sweep do in the worker. */
    async toTheEnd(id: EmailId) {
      for (let rounds = 0; rounds < 400; rounds++) {
        const due = await world.app.get(EmailsService).dueSends();
        if (due.some((one) => one.emailId === id)) await advance(id);
        const { due_at, state } = await row(id);
        if (due_at === null || state === 'unknown') return;
        await new Promise((done) => setTimeout(done, 20));
      }
      throw new Error(`the send came to no end: ${JSON.stringify(await row(id))}`);
    },
  };
}
