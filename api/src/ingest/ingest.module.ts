import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { EmailsModule } from '../emails/emails.module.js';
import { EventsModule } from '../events/events.module.js';
import { MailboxesModule } from '../mailboxes/mailboxes.module.js';
import { GmailPushController } from './gmail-push.controller.js';
import { GooglePushSignature } from './google-push-signature.js';
import { GraphPushController } from './graph-push.controller.js';
import { IngestService } from './ingest.service.js';
import { PushInbox } from './push-inbox.js';
import { Recogniser } from './recogniser.js';

@Module({
  imports: [ChangesModule, EmailsModule, EventsModule, MailboxesModule],
  controllers: [GmailPushController, GraphPushController],
  providers: [IngestService, PushInbox, Recogniser, GooglePushSignature],
  exports: [IngestService],
})
export class IngestModule {}
