import { createServer } from 'node:https';
import { certificate } from './certificate.js';
import { gmailPage } from './gmail-web/gmail-page.js';
import { telemetry } from './gmail-web/telemetry.js';
import { HOSTS } from './hosts.js';
import { type Answer, type Ask, listener, UnknownRoute } from './http.js';
import { close, listen } from './listening.js';
import { microsoft } from './microsoft.js';
import { outlookPage } from './outlook-web/outlook-page.js';
import type { World } from './world.js';

/** Everything that is reached over TLS, told apart by host name: the mail pages, and Microsoft's own servers. */
export async function startTls(world: World, port: number, signal: AbortSignal) {
  const { key, cert, spki, caFile } = await certificate(world.directory);
  const unknown = (route: string) => void world.unknown.push(route);
  const server = createServer(
    { key, cert },
    listener((ask) => route(world, ask, signal), unknown),
  );
  return { port: await listen(server, port), spki, caFile, close: () => close(server) };
}

function route(world: World, ask: Ask, signal: AbortSignal): Answer | Promise<Answer> {
  const isOneOf = (hosts: readonly string[]) => hosts.includes(ask.host);
  if (isOneOf([HOSTS.mail, HOSTS.control])) return gmailPage(world, ask, signal);
  if (isOneOf(HOSTS.outlook)) return outlookPage(world, ask, signal);
  if (isOneOf(HOSTS.microsoft)) return microsoft(world, ask, signal);
  if (isOneOf(HOSTS.telemetry)) return telemetry(world, ask);
  throw new UnknownRoute(`${ask.method} https://${ask.host}${ask.url.pathname}`);
}
