import { Controller, Headers, Logger } from '@nestjs/common';
import { z } from 'zod';
import { GmailPush, pushGmail } from '#shared/api.js';
import { Database } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { BodyOf, Serves } from '../http/serves.js';
import { MailboxesService } from '../mailboxes/mailboxes.service.js';
import { QueueService } from '../queue/queue.service.js';
import { GooglePushSignature } from './google-push-signature.js';

/** Base64 or base64url inside; other fields may come. How far the history reaches is not believed, only that it moved. */
const Notice = z.object({ emailAddress: z.email() });

/** Verify, keep, answer. The work is done by whoever finds the row. */
@Controller()
export class PushController {
  private readonly logger = new Logger('push');

  constructor(
    private readonly signature: GooglePushSignature,
    private readonly mailboxes: MailboxesService,
    private readonly database: Database,
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
    const { organisationId, id: mailboxId } = mailbox;
    const kept = await this.database.of(organisationId).query(
      `insert into push_inbox (organisation_id, mailbox_id, push_id) values ($1, $2, $3)
       on conflict (mailbox_id, push_id) do nothing returning id`,
      [organisationId, mailboxId, message.messageId],
    );
    if (kept.length > 0) this.queue.nudge('ingest', { organisationId, mailboxId });
  }
}

function addressOf(data: string): string | undefined {
  try {
    return Notice.parse(JSON.parse(Buffer.from(data, 'base64').toString())).emailAddress;
  } catch {
    return undefined;
  }
}
