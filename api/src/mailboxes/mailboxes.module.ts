import { Module } from '@nestjs/common';
import { MailboxesService } from './mailboxes.service.js';

@Module({ providers: [MailboxesService], exports: [MailboxesService] })
export class MailboxesModule {}
