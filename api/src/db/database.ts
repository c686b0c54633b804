import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import type { OrganisationId } from '#shared/ids.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { listen } from './listen.js';
import { type Binding, connectAs, createPool } from './pool.js';
import { type BoundPrisma, bindPrisma, createPrisma } from './prisma.js';

export const DATABASE_URL = Symbol('DATABASE_URL');

/** What raw statements are sent with. Rows come back as the statement names them. */
export interface Sql {
  /** @param name of a hot statement whose text is always the same: each connection has it parsed and planned once. */
  query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
}

/** A handle on one organisation's rows. The database refuses it all others, so forgetting a filter shows nothing. */
export interface BoundDatabase extends Sql {
  /** Plain reads and writes. Slower than a statement; not for hot paths. */
  readonly rows: BoundPrisma;
  /** All or nothing; `work` gets the connection the transaction runs on. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

/** The doors that do not know an organisation yet: sign-in, provider push, sweep. */
export interface SystemDatabase extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly pool;
  private readonly prisma: PrismaClient;

  constructor(@Inject(DATABASE_URL) private readonly databaseUrl: string) {
    this.pool = createPool(databaseUrl, 16);
    this.prisma = createPrisma(databaseUrl);
  }

  /** The only way features reach rows. */
  of(organisation: OrganisationId): BoundDatabase {
    const { prisma } = this;
    let bound: BoundPrisma | undefined;
    return {
      ...this.handle({ organisation }),
      // Made when asked for: it costs more than a hot path's own work, which does without.
      get rows() {
        bound ??= bindPrisma(prisma, organisation);
        return bound;
      },
    };
  }

  /** Every organisation's rows. Only for the doors named at SystemDatabase. */
  get system(): SystemDatabase {
    return this.handle('system');
  }

  /** Hears `notify` on a channel until `signal` ends it. */
  listen(channel: string, heard: (payload: string) => void, signal: AbortSignal): void {
    listen(this.databaseUrl, channel, heard, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }

  private handle(binding: Binding): SystemDatabase {
    return {
      query: async <Row>(text: string, values: readonly unknown[] = [], name?: string) => {
        const client = await connectAs(this.pool, binding);
        try {
          return await ask<Row>(client, text, values, name);
        } finally {
          client.release();
        }
      },
      transaction: async (work) => {
        const client = await connectAs(this.pool, binding);
        let broken: unknown;
        try {
          await client.query('begin');
          const result = await work({
            query: <Row>(text: string, values: readonly unknown[] = [], name?: string) =>
              ask<Row>(client, text, values, name),
          });
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch((lost: unknown) => {
            broken = lost;
          });
          throw error;
        } finally {
          client.release(broken !== undefined);
        }
      },
    };
  }
}

async function ask<Row>(
  client: pg.PoolClient,
  text: string,
  values: readonly unknown[],
  name: string | undefined,
): Promise<Row[]> {
  const { rows } = await client.query({ text, values: [...values], ...(name !== undefined && { name }) });
  return rows as Row[];
}
