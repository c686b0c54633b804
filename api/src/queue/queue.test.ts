import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Job } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OrganisationId } from '#shared/ids.js';
import { readConfig } from '../config.js';
import { ConfigModule } from '../config.module.js';
import { startRedis } from '../embedded/redis.js';
import { createDatabase } from '../testing/database.js';
import { jobs } from './jobs.js';
import { QueueModule } from './queue.module.js';
import { QueueService } from './queue.service.js';

const heard: { organisationId: string; at: number }[] = [];

@Processor('rollup')
class Listener extends WorkerHost {
  async process(job: Job): Promise<void> {
    heard.push({ ...jobs.rollup.parse(job.data), at: Date.now() });
  }
}

const someone = () => OrganisationId.parse(randomUUID());
const timesHeard = (id: string) => heard.filter(({ organisationId }) => organisationId === id).length;

/** The same promises on both stores: PostgreSQL where there is no Redis, Redis in production. */
describe.each(['PostgreSQL', 'Redis'])('the queue on %s', (store) => {
  let app: INestApplicationContext;
  let queue: QueueService;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const redisUrl = store === 'Redis' ? await ownRedis() : undefined;
    const config = readConfig({
      DATABASE_URL: await createDatabase(),
      REDIS_URL: redisUrl,
      LUMINA_SECRET: 'a secret only these tests use, long enough',
    });

    @Module({ imports: [ConfigModule.of(config), QueueModule], providers: [Listener] })
    class TestModule {}

    app = await NestFactory.createApplicationContext(TestModule, { logger: ['error'], abortOnError: false });
    queue = app.get(QueueService);
  });
  afterAll(async () => {
    await app.close();
    for (const end of ends.reverse()) await end();
  });

  async function ownRedis(): Promise<string> {
    const dir = await mkdtemp(path.join(tmpdir(), 'lumina-redis-'));
    const redis = await startRedis({ dir });
    if (!redis) throw new Error('redis-server is not installed: apt-get install redis-server');
    ends.push(
      () => rm(dir, { recursive: true, force: true }),
      () => redis.stop(),
    );
    return redis.url;
  }

  test('answers a ping', async () => {
    await expect(queue.ping()).resolves.toBeUndefined();
  });

  test('a nudge reaches the worker', async () => {
    const id = someone();
    queue.nudge('rollup', { organisationId: id });
    await vi.waitFor(() => expect(timesHeard(id)).toBe(1), { timeout: 10_000 });
  });

  test('a delayed nudge rings no earlier', async () => {
    const id = someone();
    const from = Date.now();
    queue.nudge('rollup', { organisationId: id }, { delayMs: 400 });
    await vi.waitFor(() => expect(timesHeard(id)).toBe(1), { timeout: 10_000 });
    expect(heard.find(({ organisationId }) => organisationId === id)?.at).toBeGreaterThanOrEqual(from + 395);
  });

  test('the same row nudged five times is looked at five times: the row decides, not the bell', async () => {
    const id = someone();
    for (let i = 0; i < 5; i++) queue.nudge('rollup', { organisationId: id });
    await vi.waitFor(() => expect(timesHeard(id)).toBe(5), { timeout: 10_000 });
  });

  test("the sweep's rings for one row within two seconds are one", async () => {
    const id = someone();
    const marker = someone();
    for (let i = 0; i < 5; i++) queue.nudge('rollup', { organisationId: id }, { once: id });
    await vi.waitFor(() => expect(timesHeard(id)).toBe(1), { timeout: 10_000 });
    queue.nudge('rollup', { organisationId: marker });
    await vi.waitFor(() => expect(timesHeard(marker)).toBe(1), { timeout: 10_000 });
    expect(timesHeard(id)).toBe(1);
  });
});
