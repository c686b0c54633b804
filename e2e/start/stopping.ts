import { say } from './screen.js';

/**
 * A signal that is aborted once somebody wants this to end: Ctrl+C, `kill`, a closed terminal, or the end of the npm script
 * that runs it. Whoever asks again is not made to wait for an orderly end.
 */
export function askedToStop(): AbortSignal {
  const asked = new AbortController();
  let firstAt = 0;
  const onAsked = () => {
    // One Ctrl+C arrives several times: from the terminal, from npm and from the script between.
    if (asked.signal.aborted && performance.now() - firstAt > 1500) {
      say('Leaving at once. The next start clears up.');
      process.exit(1);
    }
    if (asked.signal.aborted) return;
    firstAt = performance.now();
    asked.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onAsked);
  process.once('disconnect', onAsked);
  // With the terminal gone there is nobody to tell, and that must not keep us from clearing up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return asked.signal;
}

/** Settles when `signal` is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
