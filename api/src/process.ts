/**
 * Ends this process when the one that forked it is gone: its IPC channel closes also where it was killed -9.
 * Signals are Nest's own business (enableShutdownHooks).
 */
export function endWithParent(close: () => Promise<void>): void {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(0), 5_000).unref();
    void close().finally(() => process.exit(0));
  });
}
