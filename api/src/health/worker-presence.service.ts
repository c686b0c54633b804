import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { announceWorker } from './worker-presence.js';

/** Tells the API that a worker lives: a lock on a connection of its own, taken again whenever that is lost. */
@Injectable()
export class WorkerPresence implements OnApplicationBootstrap, OnApplicationShutdown {
  private client: pg.Client | undefined;
  private isStopping = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.announce();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.client?.end().catch(() => undefined);
  }

  private async announce(): Promise<void> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl, application_name: 'lumina worker' });
    this.client = client;
    // For life: a server that shuts down is heard of twice. And one end, however it shows, is one more try.
    client.on('error', () => undefined);
    client.once('end', () => this.again());
    try {
      await client.connect();
      await announceWorker({ query: async (text, values = []) => (await client.query(text, [...values])).rows });
    } catch {
      await client.end().catch(() => undefined);
    }
  }

  private again() {
    if (!this.isStopping) setTimeout(() => void this.announce(), 1_000).unref();
  }
}
