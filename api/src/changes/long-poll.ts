import type { Bell } from './bell.js';

/** A ring is lost while the listening connection is away; then the wait is cut into pieces of this length. */
const LOOK_AGAIN_MS = 5_000;

/** Reads until there is news, `waitMs` passed, or the one who asked has gone. */
export async function longPoll<Page>(given: {
  bell: Bell;
  key: string;
  waitMs: number;
  signal: AbortSignal;
  read: () => Promise<Page>;
  hasNews: (page: Page) => boolean;
}): Promise<Page> {
  const { bell, signal, read, hasNews } = given;
  // Before the first read: what commits between reading and waiting has then rung already.
  const waiter = bell.waitFor(given.key);
  try {
    const until = performance.now() + given.waitMs;
    for (;;) {
      const page = await read();
      const left = until - performance.now();
      if (hasNews(page) || left <= 0 || signal.aborted || bell.isClosing) return page;
      await waiter.ring(Math.min(left, LOOK_AGAIN_MS), signal);
    }
  } finally {
    waiter.leave();
  }
}
