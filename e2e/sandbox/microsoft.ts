import { graphApi } from './graph-api/graph-api.js';
import { uploadSession } from './graph-api/uploads.js';
import type { Answer, Ask } from './http.js';
import { microsoftSignIn } from './microsoft-sign-in/sign-in.js';
import type { World } from './world.js';

/** What Microsoft's own servers answer: Graph, the addresses of upload sessions, and the sign-in. */
export async function microsoft(world: World, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const path = ask.url.pathname;
  if (path.startsWith('/v1.0/')) return graphApi(world, ask, signal);
  if (path.startsWith('/api/gv1.0/')) return uploadSession(world, ask);
  // A browser asks for it beside the sign-in page.
  if (path === '/favicon.ico') return { status: 204 };
  return microsoftSignIn(world, ask);
}
