import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { EmailsModule } from '../emails/emails.module.js';
import { EventsModule } from '../events/events.module.js';
import { MailboxesModule } from '../mailboxes/mailboxes.module.js';
import { GooglePushSignature } from './google-push-signature.js';
import { IngestService } from './ingest.service.js';
import { PushController } from './push.controller.js';
import { PushInbox } from './push-inbox.js';
import { Recogniser } from './recogniser.js';

@Module({
  imports: [ChangesModule, EmailsModule, EventsModule, MailboxesModule],
  controllers: [PushController],
  providers: [IngestService, PushInbox, Recogniser, GooglePushSignature],
  exports: [IngestService],
})
export class IngestModule {}
