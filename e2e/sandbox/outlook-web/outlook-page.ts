import { accounts } from '../accounts.js';
import { type Answer, type Ask, escapeHtml, html, UnknownRoute } from '../http.js';
import type { World } from '../world.js';

/** Everything Outlook's hosts answer; `signal` ends what would stay open. So far only the names of those signed in. */
export function outlookPage(world: World, ask: Ask, _signal: AbortSignal): Answer {
  if (ask.method !== 'GET' || !/^\/(?:mail(?:\/.*)?)?$/.test(ask.url.pathname))
    throw new UnknownRoute(`${ask.method} https://${ask.host}${ask.url.pathname}`);
  const people = accounts(world.store, 'microsoft').map((one) => `<li>${escapeHtml(one.name)}</li>`);
  return html(`<!doctype html><html lang="en"><title>Outlook</title><ul>${people.join('')}</ul></html>`);
}
