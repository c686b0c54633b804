import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { readOverview } from '#shared/api.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { whenGone } from '../changes/gone.js';
import { QueryOf, Serves } from '../http/serves.js';
import { OverviewService } from './overview.service.js';

@Controller()
export class AnalyticsController {
  constructor(private readonly overviews: OverviewService) {}

  @Serves(readOverview)
  read(
    @CurrentCaller() { organisationId }: Caller,
    @QueryOf(readOverview) { days, since, wait }: z.output<NonNullable<typeof readOverview.query>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.overviews.read(organisationId, { days, since, waitMs: wait * 1_000 }, whenGone(reply));
  }
}
