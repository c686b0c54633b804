import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { jobNames } from './jobs.js';
import { QueueService } from './queue.service.js';

/** Redis where there is one; else BullMQ's own PostgreSQL backend, which keeps its tables in a schema of their own. */
function connectionOf(config: Config) {
  if (config.redisUrl) {
    setDefaultBackendFactory();
    return { connection: { url: config.redisUrl, maxRetriesPerRequest: null } };
  }
  setDefaultBackendFactory(createPostgresBackend);
  return { connection: { connectionString: config.databaseUrl, schema: 'bullmq', migrate: true } };
}

@Global()
@Module({
  imports: [
    BullModule.forRootAsync({ useFactory: connectionOf as never, inject: [CONFIG] }),
    BullModule.registerQueue(...jobNames.map((name) => ({ name }))),
  ],
  providers: [QueueService],
  exports: [QueueService],
})
export class QueueModule {}
