import 'reflect-metadata';
import cookie from '@fastify/cookie';
import { StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validation } from './http/validation.js';
import { logger } from './logger.js';

/** Holds the longest html and text the contract allows, in scripts of three bytes a letter. */
const BODY_LIMIT = 8 * 1024 * 1024;

/** The API, ready to listen. Whatever is Fastify's own stays in this file. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(config),
    // A browser keeps connections it says nothing on; waiting for those would hold up every shutdown.
    new FastifyAdapter({
      bodyLimit: BODY_LIMIT,
      forceCloseConnections: true,
      routerOptions: { ignoreTrailingSlash: true },
    }),
    { logger: logger(config.logLevel), abortOnError: false },
  );
  await app.register(cookie);
  app.useGlobalPipes(validation());
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
  return app;
}
