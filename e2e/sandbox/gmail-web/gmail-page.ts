import { type Answer, type Ask, UnknownRoute } from '../http.js';
import type { World } from '../world.js';
export async function gmailPage(_world: World, ask: Ask, _signal: AbortSignal): Promise<Answer> {
  throw new UnknownRoute(ask.url.href);
}
