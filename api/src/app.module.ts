import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AiModule } from './ai/ai.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { AccessGuard } from './auth/access.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { ChangesModule } from './changes/changes.module.js';
import type { Config } from './config.js';
import { ConfigModule } from './config.module.js';
import { DbModule } from './db/db.module.js';
import { DraftsModule } from './drafts/drafts.module.js';
import { EmailsModule } from './emails/emails.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { MailboxesModule } from './mailboxes/mailboxes.module.js';
import { ProspectsModule } from './prospects/prospects.module.js';
import { QueueModule } from './queue/queue.module.js';

const features = [
  AuthModule,
  ChangesModule,
  EventsModule,
  AiModule,
  DraftsModule,
  ProspectsModule,
  MailboxesModule,
  EmailsModule,
  IngestModule,
  AnalyticsModule,
  HealthModule,
];

/** Everything both processes share. The API adds HTTP, the worker the processors. */
@Module({
  imports: [DbModule, QueueModule, ...features],
  providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
  exports: features,
})
export class AppModule {
  static of(config: Config): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.of(config)] };
  }
}
