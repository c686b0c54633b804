import { Controller, Headers, Logger } from '@nestjs/common';
import { z } from 'zod';
import { GmailPush, pushGmail } from '#shared/api.js';
import { Refusal } from '../http/problem.js';
import { BodyOf, Serves } from '../http/serves.js';
import { MailboxesService } from '../mailboxes/mailboxes.service.js';
import { QueueService } from '../queue/queue.service.js';
import { GooglePushSignature } from './google-push-signature.js';
import { PushInbox } from './push-inbox.js';

/** Base64 or base64url inside; other fields may come. How far the history reaches is not believed, only that it moved. */
const Notice = z.object({ emailAddress: z.email() });

/** Gmail's pushes. Verify, keep, answer. The work is done by whoever finds the row. */
@Controller()
export class GmailPushController {
  private readonly logger = new Logger('push');

  constructor(
    private readonly signature: GooglePushSignature,
    private readonly mailboxes: MailboxesService,
    private readonly pushes: PushInbox,
    private readonly queue: QueueService,
  ) {}

  @Serves(pushGmail)
  async gmail(
    @Headers('authorization') authorization: string | undefined,
    @BodyOf(pushGmail) { message }: GmailPush,
  ): Promise<void> {
    if (!(await this.signature.isGood(authorization)))
      throw new Refusal('signedOut', "This push does not carry Google's signature for this address.");
    const address = addressOf(message.data);
    const mailbox = address === undefined ? undefined : await this.mailboxes.findByAddress('gmail', address);
    // Answered as taken: a repeat would not find it either, and Google would go on for a week.
    if (!mailbox) return this.logger.warn('a push names no mailbox of ours');
    const kept = await this.pushes.keep([{ mailboxId: mailbox.id, pushId: message.messageId }]);
    for (const news of kept) this.queue.nudge('ingest', news);
  }
}

function addressOf(data: string): string | undefined {
  try {
    return Notice.parse(JSON.parse(Buffer.from(data, 'base64').toString())).emailAddress;
  } catch {
    return undefined;
  }
}
