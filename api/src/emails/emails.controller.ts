import { Controller, Headers, Param } from '@nestjs/common';
import type { z } from 'zod';
import { cancelEmail, listEmailEvents, readEmail, resolveEmail, sendEmail } from '#shared/api.js';
import type { Email, SendAccepted, SendEmail } from '#shared/email.js';
import type { EventList } from '#shared/event.js';
import { EmailId } from '#shared/ids.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Refusal } from '../http/problem.js';
import { BodyOf, QueryOf, Serves } from '../http/serves.js';
import { EmailsService } from './emails.service.js';
import { SettlingService } from './settling.service.js';

@Controller()
export class EmailsController {
  constructor(
    private readonly emails: EmailsService,
    private readonly settling: SettlingService,
  ) {}

  @Serves(sendEmail)
  send(
    @CurrentCaller() caller: Caller,
    @BodyOf(sendEmail) email: SendEmail,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<SendAccepted> {
    if (!key || key.length > 200)
      throw new Refusal(
        'keyMissing',
        'A send needs the header Idempotency-Key, of 1 to 200 characters, minted before the first try.',
      );
    return this.emails.send(caller, key, email);
  }

  @Serves(readEmail)
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: EmailId }) id: EmailId): Promise<Email> {
    return this.emails.read(caller, id);
  }

  @Serves(listEmailEvents)
  events(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: EmailId }) id: EmailId,
    @QueryOf(listEmailEvents) page: z.output<NonNullable<typeof listEmailEvents.query>>,
  ): Promise<EventList> {
    return this.emails.eventsOf(caller, id, page);
  }

  @Serves(cancelEmail)
  cancel(@CurrentCaller() caller: Caller, @Param('id', { schema: EmailId }) id: EmailId): Promise<Email> {
    return this.settling.cancel(caller, id);
  }

  @Serves(resolveEmail)
  resolve(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: EmailId }) id: EmailId,
    @BodyOf(resolveEmail) { as }: z.output<NonNullable<typeof resolveEmail.body>>,
  ): Promise<Email> {
    return this.settling.resolve(caller, id, as);
  }
}
