const LAST_MS = 5_000;

/**
 * Ends this process when the one that forked it is gone (its IPC channel closes also where that was killed -9), and sees
 * to it that an end asked for by signal, which is Nest's own business (enableShutdownHooks), comes in time: what a
 * provider or a store keeps waiting is found again from its row.
 */
export function endInTime(close: () => Promise<void>): void {
  const atLast = () => setTimeout(() => process.exit(0), LAST_MS).unref();
  process.once('SIGTERM', atLast).once('SIGINT', atLast);
  const end = () => {
    atLast();
    void close().finally(() => process.exit(0));
  };
  // It may have gone while this process was still starting.
  if (process.send && !process.connected) end();
  else process.once('disconnect', end);
}
