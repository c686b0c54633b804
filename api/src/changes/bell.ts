import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Database } from '../db/database.js';

/** Someone who waits for one key to ring. */
export interface Waiter {
  /** Ends at the next ring since the last call, at once if it rang meanwhile, or when the time is up. */
  ring(timeoutMs: number, signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** Hears one channel of the database and wakes who waits for the key it names. Everybody is woken at shutdown. */
export class Bell implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly end = new AbortController();
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(
    private readonly database: Database,
    private readonly channel: string,
  ) {}

  onApplicationBootstrap(): void {
    this.database.listen(this.channel, (key) => this.wake(key), this.end.signal);
  }

  beforeApplicationShutdown(): void {
    this.end.abort();
    for (const key of this.waiting.keys()) this.wake(key);
  }

  get isClosing(): boolean {
    return this.end.signal.aborted;
  }

  hasWaiter(key: string): boolean {
    return this.waiting.has(key);
  }

  waitFor(key: string): Waiter {
    let rang = false;
    let wake: () => void = () => undefined;
    const heard = () => {
      rang = true;
      wake();
    };
    this.waiting.set(key, (this.waiting.get(key) ?? new Set()).add(heard));
    return {
      ring: async (timeoutMs, signal) => {
        if (!rang && !signal.aborted && !this.isClosing) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, timeoutMs);
            signal.addEventListener('abort', () => wake(), { once: true });
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        rang = false;
      },
      leave: () => {
        const others = this.waiting.get(key);
        others?.delete(heard);
        if (others?.size === 0) this.waiting.delete(key);
      },
    };
  }

  private wake(key: string) {
    for (const heard of this.waiting.get(key) ?? []) heard();
  }
}
