import { randomUUID } from 'node:crypto';
import { Controller, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GraphPush, pushGraph } from '#shared/api.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Serves } from '../http/serves.js';
import { refuseInvalid } from '../http/validation.js';
import { MailboxesService } from '../mailboxes/mailboxes.service.js';
import { mailboxOfClientState } from '../providers/graph/client-state.js';
import { QueueService } from '../queue/queue.service.js';
import { PushInbox } from './push-inbox.js';

/** What of a notification is used: whose it is, and which message it tells of. What became of that is read from the mailbox. */
const Notification = z.object({
  id: z.string().min(1).max(200).nullish(),
  clientState: z.string().max(128),
  lifecycleEvent: z.string().nullish(),
  resourceData: z.object({ id: z.string().min(1).max(1_000).nullish() }).nullish(),
});

/** Events after which no more notifications come unless somebody asks for them again (`missed` is the third, and needs only a look). */
const WATCH_ENDS = new Set(['reauthorizationRequired', 'subscriptionRemoved']);

const Asked = z.object({ validationToken: z.string().max(4_000).optional() });

/**
 * Graph's notifications and lifecycle events. Recognise, keep, answer: who takes longer than ten seconds too often is
 * sent nothing for a while. The work is done by whoever finds the row.
 */
@Controller()
export class GraphPushController {
  private readonly logger = new Logger('push');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailboxes: MailboxesService,
    private readonly pushes: PushInbox,
    private readonly queue: QueueService,
  ) {}

  @Serves(pushGraph)
  async graph(
    @Query({ schema: Asked }) { validationToken }: z.output<typeof Asked>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (validationToken !== undefined) return sayBack(reply, validationToken);
    // Not by the handler's own parameter: the question above comes without a body.
    const body = GraphPush.safeParse(request.body);
    if (!body.success) throw refuseInvalid(body.error.issues);
    await this.keep(body.data.value);
    reply.status(pushGraph.status).send();
  }

  /** Each item by itself: one that is odd, or not ours, costs none of the others. */
  private async keep(items: unknown[]): Promise<void> {
    const ours = items.flatMap((item) => {
      const { data } = Notification.safeParse(item);
      const mailboxId = data && mailboxOfClientState(this.config.secret, data.clientState);
      if (!mailboxId) return [];
      const messageId = data.resourceData?.id ?? undefined;
      return [{ mailboxId, pushId: data.id ?? randomUUID(), event: data.lifecycleEvent, messageId }];
    });
    const strange = items.length - ours.length;
    if (strange > 0) this.logger.warn(`${strange} of ${items.length} notifications do not carry our client state`);
    const unwatched = ours.filter(({ event }) => WATCH_ENDS.has(event ?? ''));
    await this.mailboxes.forgetWatch(unwatched.map(({ mailboxId }) => mailboxId));
    for (const mailbox of await this.pushes.keep(ours)) this.queue.nudge('ingest', mailbox);
  }
}

/** How Graph makes sure that an address wants its notifications. Plain text and nothing else: anybody may ask. */
function sayBack(reply: FastifyReply, token: string): void {
  reply
    .status(200)
    .headers({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    .send(token);
}
