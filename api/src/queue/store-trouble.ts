import { Logger } from '@nestjs/common';

const QUIET_MS = 10_000;

/** Says that the queue's store is away, in one line now and then: each try to reconnect is another error of the same kind. */
export class StoreTrouble {
  private readonly logger = new Logger('queue');
  private toldAt = Number.NEGATIVE_INFINITY;

  tell(error: Error): void {
    if (performance.now() - this.toldAt < QUIET_MS) return;
    this.toldAt = performance.now();
    this.logger.warn(`the queue's store does not answer, the sweep makes up for it: ${error.message}`);
  }
}
