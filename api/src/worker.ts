import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RollupProcessor } from './analytics/rollup.processor.js';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { SendProcessor } from './emails/send.processor.js';
import { WorkerPresence } from './health/worker-presence.service.js';
import { IngestProcessor } from './ingest/ingest.processor.js';
import { logger } from './logger.js';
import { endInTime } from './process.js';
import { Sweep } from './sweep.js';

// The worker: the same features as the API, the processors on top, and no HTTP.
try {
  const config = readConfig(process.env);

  @Module({
    imports: [AppModule.of(config)],
    providers: [SendProcessor, IngestProcessor, RollupProcessor, Sweep, WorkerPresence],
  })
  class WorkerModule {}

  const worker = await NestFactory.createApplicationContext(WorkerModule, {
    logger: logger(config.logLevel),
    abortOnError: false,
  });
  worker.enableShutdownHooks();
  endInTime(() => worker.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
