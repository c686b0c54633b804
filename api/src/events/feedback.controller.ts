import { Controller, Logger } from '@nestjs/common';
import type { z } from 'zod';
import { giveFeedback } from '#shared/api.js';
import type { Feedback } from '#shared/feedback.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Database } from '../db/database.js';
import { BodyOf, Serves } from '../http/serves.js';
import { QueueService } from '../queue/queue.service.js';
import { EventsService, type NewEvent } from './events.service.js';

/** What reps did with suggestions. It lives here because `ai` may not touch the database. */
@Controller()
export class FeedbackController {
  private readonly logger = new Logger('feedback');

  constructor(
    private readonly database: Database,
    private readonly events: EventsService,
    private readonly queue: QueueService,
  ) {}

  /** Answers before it writes: a rep never waits for our statistics, and losing a line of them harms nobody. */
  @Serves(giveFeedback)
  give(@CurrentCaller() caller: Caller, @BodyOf(giveFeedback) body: z.output<typeof giveFeedback.body & {}>) {
    this.append(caller, body.feedback).catch((error: unknown) =>
      this.logger.warn(`feedback was lost: ${String(error)}`),
    );
    return {};
  }

  private async append(caller: Caller, feedback: Feedback[]) {
    await this.events.append(
      this.database.of(caller.organisationId),
      feedback.map((one) => eventOf(caller, one)),
    );
    this.queue.nudge('rollup', { organisationId: caller.organisationId });
  }
}

const eventOf = (caller: Caller, { id, at, verdict, ...data }: Feedback): NewEvent => ({
  organisationId: caller.organisationId,
  userId: caller.userId,
  emailId: null,
  type: verdict === 'accepted' ? 'suggestion.accepted' : 'suggestion.dismissed',
  at: new Date(at),
  key: `feedback:${id}`,
  data,
});
