import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { api } from '#shared/api.js';
import type { Change } from '#shared/change.js';
import type { Draft } from '#shared/draft.js';
import type { Email, SendAccepted, SendEmail } from '#shared/email.js';
import type { Endpoint } from '#shared/endpoint.js';
import type { Feedback } from '#shared/feedback.js';
import type { Problem } from '#shared/problem.js';

type Refusal = { problem: Problem };
type Reply<E extends Endpoint> = z.input<E['reply']> | Refusal;
type Given<E extends Endpoint> = {
  params: Record<string, string>;
  body: z.output<NonNullable<E['body']>>;
  query: z.output<NonNullable<E['query']>>;
  key: string;
};
type Routes = { [Name in keyof typeof api]?: (given: Given<(typeof api)[Name]>) => Reply<(typeof api)[Name]> };

/**
 * A small API that keeps the contract's promises in memory and parses every request and reply with the contract's own
 * schemas: what the background says to it, it may say to the real one. Faults: `isDown` cuts every connection,
 * `loseAnswers` carries out that many requests and cuts the connection instead of answering.
 */
export async function startSmallApi() {
  const state = {
    isDown: false,
    loseAnswers: 0,
    refuseTokens: 0,
    requests: [] as string[],
    drafts: new Map<string, Draft>(),
    sends: new Map<string, { body: string; answer: SendAccepted; email: Email }>(),
    changes: [] as Change[],
    feedback: [] as Feedback[],
  };

  const routes: Routes = {
    saveDraft: ({ body: { basedOn, webmailDraftId: _, ...draft } }) => {
      const known = state.drafts.get(draft.id);
      if (known && known.revision !== basedOn) {
        const isRepeat = known.revision === basedOn + 1 && known.html === draft.html && known.subject === draft.subject;
        if (isRepeat) return { id: known.id, revision: known.revision, savedAt: known.savedAt };
        return { problem: { ...problem('staleRevision', 409), draft: known } };
      }
      const saved = { ...draft, revision: basedOn + 1, savedAt: new Date().toISOString() };
      state.drafts.set(draft.id, saved);
      return saved;
    },
    deleteDraft: ({ params }) => {
      if (!state.drafts.delete(params.id ?? '')) return { problem: problem('notFound', 404) };
      return {};
    },
    sendEmail: ({ body, key }) => accept(body, key),
    cancelEmail: ({ params }) => {
      const send = [...state.sends.values()].find(({ email }) => email.id === params.id);
      if (!send) return { problem: problem('notFound', 404) };
      if (send.email.status === 'SENT') return { problem: problem('tooLate', 409) };
      send.email.status = 'CANCELLED';
      return send.email;
    },
    giveFeedback: ({ body }) => {
      for (const each of body.feedback) if (!state.feedback.some(({ id }) => id === each.id)) state.feedback.push(each);
      return {};
    },
    readChanges: ({ query }) => ({
      changes: state.changes.filter(({ seq }) => seq > query.since),
      upTo: state.changes.at(-1)?.seq ?? query.since,
    }),
    refreshTokens: () => tokens(),
    takeTokens: () => tokens(),
  };

  function accept(body: SendEmail, key: string): SendAccepted | Refusal {
    const known = state.sends.get(key);
    const text = JSON.stringify(body);
    if (known) return known.body === text ? known.answer : { problem: problem('keyReused', 422) };
    const at = Date.now();
    const answer: SendAccepted = {
      id: randomUUID() as SendAccepted['id'],
      draftId: body.draftId,
      status: 'PENDING_SEND',
      acceptedAt: new Date(at).toISOString(),
      sendAt: new Date(at + body.undoSeconds * 1000).toISOString(),
    };
    const { subject, to } = body;
    state.sends.set(key, {
      body: text,
      answer,
      email: { ...answer, status: 'PENDING_SEND', subject, to, trouble: null },
    });
    return answer;
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    if (state.isDown) return void request.socket.destroy();
    const url = new URL(request.url ?? '/', 'http://api');
    const found = routeOf(request.method ?? '', url.pathname);
    if (!found) throw new Error(`the contract has no ${request.method} ${url.pathname}`);
    const { name, endpoint, params } = found;
    state.requests.push(name);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (endpoint.access !== 'public' && state.refuseTokens > 0) {
      state.refuseTokens--;
      return answer(response, 401, problem('signedOut', 401));
    }
    const given = {
      params,
      key: String(request.headers['idempotency-key'] ?? ''),
      body: endpoint.body?.parse(JSON.parse(Buffer.concat(chunks).toString() || 'null')),
      query: endpoint.query?.parse(Object.fromEntries(url.searchParams)),
    };
    const route = routes[name] as ((given: unknown) => unknown) | undefined;
    if (!route) throw new Error(`the small API does not play ${name}`);
    const reply = route(given);
    if (state.loseAnswers > 0) {
      state.loseAnswers--;
      return void request.socket.destroy();
    }
    if (typeof reply === 'object' && reply !== null && 'problem' in reply) {
      const refused = (reply as Refusal).problem;
      return answer(response, refused.status, refused);
    }
    answer(response, endpoint.status, endpoint.reply.parse(reply));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => answer(response, 500, problem('internal', 500, String(error))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Adds to the change feed what became of the email behind `key`. */
    tell(key: string, change: Partial<Change>) {
      const send = state.sends.get(key);
      if (!send) throw new Error('no such send');
      if (change.status) send.email.status = change.status;
      state.changes.push({
        seq: state.changes.length + 1,
        at: new Date().toISOString(),
        kind: 'email.status',
        emailId: send.email.id,
        draftId: send.email.draftId,
        status: null,
        text: '',
        ...change,
      });
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function routeOf(method: string, path: string) {
  for (const [name, endpoint] of Object.entries(api) as [keyof typeof api, Endpoint][]) {
    const pattern = new RegExp(`^${endpoint.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = endpoint.method === method ? pattern.exec(path) : null;
    if (match) return { name, endpoint, params: match.groups ?? {} };
  }
  return null;
}

const problem = (code: Problem['code'], status: number, title = `refused: ${code}`): Problem => ({
  code,
  title,
  status,
});

const tokens = () => ({
  accessToken: randomUUID(),
  refreshToken: `refresh-${randomUUID()}`,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
});

function answer(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
