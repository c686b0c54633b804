import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../accounts.js';
import { type Answer, type Ask, html, redirect } from '../http.js';
import { CLIENT_ID, isAllowedRedirect } from '../oidc.js';
import type { World } from '../world.js';
import { refusalPage, signInPageOf } from './sign-in-page.js';
import { peopleOf } from './tenants.js';

/** A code is good for ten minutes. */
const CODE_MS = 10 * 60_000;

/** What a client asks for; parsed once, here. */
export const AuthRequest = z.object({
  client_id: z.literal(CLIENT_ID),
  redirect_uri: z
    .url()
    .refine(isAllowedRedirect, 'AADSTS50011: the redirect URI does not match those of the application'),
  response_type: z.literal('code'),
  response_mode: z.literal('query').default('query'),
  scope: z.string().min(1),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().min(43, 'AADSTS501491'),
  code_challenge_method: z.literal('S256'),
  prompt: z.enum(['login', 'none', 'consent', 'select_account']).optional(),
  login_hint: z.string().optional(),
  domain_hint: z.string().optional(),
});
export type AuthRequest = z.infer<typeof AuthRequest>;

/** GET and POST /{tenant}/oauth2/v2.0/authorize: who are you, and do you allow it? */
export function authorize(world: World, ask: Ask, tenant: string): Answer {
  const asked = AuthRequest.safeParse(Object.fromEntries(ask.url.searchParams));
  if (!asked.success) return html(refusalPage(z.prettifyError(asked.error)), {}, 400);
  const request = asked.data;
  const people = peopleOf(world, tenant);
  if (ask.method === 'GET') {
    if (request.prompt !== 'none') return html(signInPageOf(request, people, ask));
    return back(request, {
      error: 'login_required',
      error_description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
    });
  }
  const form = new URLSearchParams(ask.body.toString());
  const chosen = people.find((one) => one.email === form.get('account')?.toLowerCase());
  if (form.get('decision') !== 'allow' || !chosen)
    return back(request, {
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    });
  return back(request, { code: newCode(world, chosen, request), session_state: randomUUID() });
}

function back(request: AuthRequest, said: Record<string, string>): Answer {
  const url = new URL(request.redirect_uri);
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return redirect(url.href);
}

function newCode(world: World, person: Account, request: AuthRequest): string {
  const code = `1.AXEA${randomBytes(96).toString('base64url')}`;
  world.store.run(
    'INSERT INTO codes (code, account, request, expires_at) VALUES (?, ?, ?, ?)',
    code,
    person.email,
    JSON.stringify(request),
    Date.now() + CODE_MS,
  );
  return code;
}
