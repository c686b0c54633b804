import { type Answer, type Ask, json } from '../http.js';
import type { World } from '../world.js';

/** InboxSDK's own servers: they answer yes and write down what they hear. */
export function telemetry(world: World, ask: Ask): Answer {
  if (ask.method !== 'OPTIONS')
    world.telemetry.push({ host: ask.host, path: ask.url.pathname, body: ask.body.toString() });
  const allowed = {
    'access-control-allow-origin': ask.headers.origin ?? '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
  };
  return json({}, 200, allowed);
}
