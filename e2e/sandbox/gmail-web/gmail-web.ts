import { createServer } from 'node:https';
import { type Answer, type Ask, json, listener, UnknownRoute } from '../http.js';
import { close, listen } from '../listening.js';
import type { World } from '../world.js';
import { certificate, HOSTS } from './certificate.js';
import { gmailPage } from './gmail-page.js';

/** The mail page over TLS, by host name; and InboxSDK's own servers, which answer yes and write down what they hear. */
export async function startGmailWeb(world: World, port: number, signal: AbortSignal) {
  const { key, cert, spki } = await certificate(world.directory);
  const unknown = (route: string) => void world.unknown.push(route);
  const server = createServer(
    { key, cert },
    listener((ask) => route(world, ask, signal), unknown),
  );
  return { port: await listen(server, port), spki, close: () => close(server) };
}

function route(world: World, ask: Ask, signal: AbortSignal): Answer | Promise<Answer> {
  if (ask.host === HOSTS.mail || ask.host === HOSTS.control) return gmailPage(world, ask, signal);
  if (HOSTS.telemetry.some((host) => host === ask.host)) return heard(world, ask);
  throw new UnknownRoute(`${ask.method} https://${ask.host}${ask.url.pathname}`);
}

function heard(world: World, ask: Ask): Answer {
  if (ask.method !== 'OPTIONS')
    world.telemetry.push({ host: ask.host, path: ask.url.pathname, body: ask.body.toString() });
  const allowed = {
    'access-control-allow-origin': ask.headers.origin ?? '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
  };
  return json({}, 200, allowed);
}
