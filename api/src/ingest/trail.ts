/** Looks after a push: records may become readable only seconds after Gmail told of them (field reports name 3 to 5 s). */
const LOOKS_AFTER_PUSH_MS = [1_000, 3_000, 10_500];
/** A place in the history is believed complete once a look ended there this long ago. */
const SETTLED_AFTER_MS = 10_000;
const REMEMBERED = 1_000;
/** A delayed job may ring this much before its time: it is the look that was asked for, all the same. */
const EARLY_MS = 50;

/**
 * What one process remembers of a mailbox between looks. The stored cursor trails behind the newest look, so that a
 * record which shows up late is read after all; forgetting this object costs some calls and nothing else.
 * Times are milliseconds of any one clock.
 */
export class Trail {
  private readonly done = new Set<string>();
  private ends: { at: number; cursor: string }[] = [];
  private pushedAt = Number.NEGATIVE_INFINITY;
  private nextLookAt = Number.NEGATIVE_INFINITY;
  private restingUntil = Number.NEGATIVE_INFINITY;

  pushed(now: number): void {
    this.pushedAt = now;
  }

  /** Leaves the provider alone for a while. */
  rest(ms: number, now: number): void {
    this.restingUntil = now + ms;
  }

  isResting(now: number): boolean {
    return now < this.restingUntil;
  }

  finish(messageId: string): void {
    this.done.add(messageId);
    for (const oldest of this.done) {
      if (this.done.size <= REMEMBERED) break;
      this.done.delete(oldest);
    }
  }

  isFinished(messageId: string): boolean {
    return this.done.has(messageId);
  }

  /** A look ended at `cursor`. @returns the furthest place that is safe to go on from, if there is a new one. */
  reach(cursor: string, now: number): string | undefined {
    if (this.ends.at(-1)?.cursor !== cursor) this.ends.push({ at: now, cursor });
    const safe = this.ends.findLastIndex((end) => now - end.at >= SETTLED_AFTER_MS);
    if (safe < 0) return undefined;
    this.ends = this.ends.slice(safe);
    return this.ends[0]?.cursor;
  }

  /** The history starts anew. */
  forgetPlaces(): void {
    this.ends = [];
  }

  /** In whole milliseconds, as the queue wants them: when to look again because of the last push: undefined when all its looks are done, or one is on its way. */
  nextLookInMs(now: number): number | undefined {
    const age = now - this.pushedAt;
    const next = LOOKS_AFTER_PUSH_MS.find((after) => after > age + EARLY_MS);
    if (next === undefined) return undefined;
    const at = this.pushedAt + next;
    if (this.nextLookAt > now + EARLY_MS && this.nextLookAt <= at) return undefined;
    this.nextLookAt = at;
    return Math.ceil(next - age);
  }
}
