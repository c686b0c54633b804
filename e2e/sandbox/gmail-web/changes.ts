import type { Answer } from '../http.js';
import type { World } from '../world.js';

const GATHER_MS = 50;

/** Tells the page, as server-sent events, that something in the store changed; the page then reads what it shows. */
export function changes(world: World, signal: AbortSignal): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (response) => {
      const gone = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      response.write(': here\n\n');
      world.store.onCommit(
        () => {
          timer ??= setTimeout(() => {
            timer = undefined;
            response.write('data: changed\n\n');
          }, GATHER_MS);
        },
        AbortSignal.any([signal, gone.signal]),
      );
      response.on('close', () => {
        clearTimeout(timer);
        gone.abort();
      });
    },
  };
}
