import { Controller, HttpCode, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { healthLive, healthReady } from '#shared/api.js';
import { Database } from '../db/database.js';
import { Serves } from '../http/serves.js';
import { QueueService } from '../queue/queue.service.js';
import { isWorkerPresent } from './worker-presence.js';

@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly queue: QueueService,
  ) {}

  @Serves(healthLive)
  live(): { up: true } {
    return { up: true };
  }

  /** 200 once database, queue and a worker are there; else 503 with what is missing. */
  @Serves(healthReady)
  @HttpCode(200)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ ready: boolean; missing: string[] }> {
    const checks: [string, Promise<boolean>][] = [
      ['database', this.database.system.query('select from organisations limit 1').then(() => true)],
      ['queue', this.queue.ping().then(() => true)],
      ['worker', isWorkerPresent(this.database.system)],
    ];
    const answers = await Promise.all(checks.map(([, check]) => within(2_000, check)));
    const missing = checks.filter((_, i) => answers[i] !== true).map(([name]) => name);
    if (missing.length > 0) reply.status(503);
    return { ready: missing.length === 0, missing };
  }
}

/** A store that hangs is as absent as one that refuses. */
function within(ms: number, check: Promise<boolean>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, ms, false).unref());
  return Promise.race([check.catch(() => false), late]);
}
