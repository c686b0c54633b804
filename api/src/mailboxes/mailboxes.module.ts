import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { AuthController } from './auth.controller.js';
import { MailboxesService } from './mailboxes.service.js';
import { PeopleService } from './people.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';
import { SignInCodes } from './sign-in-codes.js';

@Module({
  imports: [ChangesModule, ProvidersModule],
  controllers: [SignInController, AuthController],
  providers: [MailboxesService, PeopleService, SignInCodes, SignInService],
  exports: [MailboxesService],
})
export class MailboxesModule {}
