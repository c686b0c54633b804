import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { EventsModule } from '../events/events.module.js';
import { MailboxesModule } from '../mailboxes/mailboxes.module.js';
import { EmailsController } from './emails.controller.js';
import { EmailsService } from './emails.service.js';
import { SendService } from './send.service.js';
import { SettlingService } from './settling.service.js';

@Module({
  imports: [ChangesModule, EventsModule, MailboxesModule],
  controllers: [EmailsController],
  providers: [EmailsService, SendService, SettlingService],
  exports: [EmailsService, SendService],
})
export class EmailsModule {}
