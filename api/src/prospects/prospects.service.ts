import { Injectable } from '@nestjs/common';
import { Prospect, type ProspectList } from '#shared/prospect.js';
import type { Caller } from '../auth/caller.js';
import { Database } from '../db/database.js';

@Injectable()
export class ProspectsService {
  constructor(private readonly database: Database) {}

  /** By address where one is asked for (case does not matter), else all by address; `after` is the page before's `next`. */
  async list(
    caller: Caller,
    { email, after, limit }: { email?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<ProspectList> {
    const found = await this.database.of(caller.organisationId).rows.prospect.findMany({
      where: {
        ...(email !== undefined && { email: email.toLowerCase() }),
        ...(after !== undefined && { email: { gt: after } }),
      },
      include: { company: true },
      orderBy: { email: 'asc' },
      take: limit + 1,
    });
    const prospects = found.slice(0, limit).map((row) => Prospect.parse(row));
    return { prospects, next: found.length > limit ? (prospects.at(-1)?.email ?? null) : null };
  }
}
