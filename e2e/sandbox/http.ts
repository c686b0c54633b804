import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** One request, wholly read. */
export interface Ask {
  method: string;
  /** The host the caller named, without port. */
  host: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
  /** What happens to the answer on its way: never written, cut in half, or never ended. Undefined: it arrives. */
  fate?: 'lost' | 'halved' | 'never';
  delayMs?: number;
  /** Instead of a body: the connection stays open and is handed over, for live updates. */
  stream?: (response: ServerResponse) => void;
}

/** Somebody asked for something this stand-in does not know. It is said aloud and kept, never answered with a guess. */
export class UnknownRoute extends Error {
  readonly route: string;

  constructor(route: string) {
    super(`The sandbox does not know ${route}. Add it, or stop calling it.`);
    this.route = route;
  }
}

/** A Node listener that reads the request, asks `handle`, and writes what it answers. */
export function listener(
  handle: (ask: Ask) => Answer | Promise<Answer>,
  unknown: (route: string) => void,
): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', () => {
      void respond(() => handle(askOf(request, Buffer.concat(chunks))), response, unknown);
    });
  };
}

async function respond(
  work: () => Answer | Promise<Answer>,
  response: ServerResponse,
  unknown: (route: string) => void,
): Promise<void> {
  try {
    await write(await work(), response);
  } catch (error) {
    if (error instanceof UnknownRoute) unknown(error.route);
    const text = error instanceof Error ? error.message : String(error);
    if (!(error instanceof UnknownRoute)) console.error('sandbox:', error);
    if (!response.headersSent)
      await write(json({ error: { code: 500, message: text, status: 'INTERNAL' } }, 500), response);
    else response.destroy();
  }
}

function askOf(request: IncomingMessage, body: Buffer): Ask {
  const authority = request.headers.host ?? 'localhost';
  return {
    method: request.method ?? 'GET',
    host: authority.replace(/:\d+$/, ''),
    url: new URL(request.url ?? '/', `${'encrypted' in request.socket ? 'https' : 'http'}://${authority}`),
    headers: request.headers,
    body,
  };
}

async function write(answer: Answer, response: ServerResponse): Promise<void> {
  if (answer.delayMs) await new Promise((done) => setTimeout(done, answer.delayMs));
  if (answer.fate === 'never') return;
  if (answer.fate === 'lost') {
    response.destroy();
    return;
  }
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  if (answer.stream) {
    response.writeHead(answer.status, headers);
    answer.stream(response);
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...headers, 'content-length': body.length });
  if (answer.fate === 'halved') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  response.end(body);
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function html(text: string, headers: Record<string, string | string[]> = {}, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: text };
}

/** Text made safe to stand in HTML, in and out of attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

// Named where a name is usual: InboxSDK reads a link of Gmail's by "&amp;" and would miss "&#38;".
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function redirect(to: string): Answer {
  return { status: 302, headers: { location: to } };
}
