import { type Answer, type Ask, UnknownRoute } from './http.js';
import type { World } from './world.js';
export async function prospects(_world: World, ask: Ask): Promise<Answer> {
  throw new UnknownRoute(ask.url.href);
}
