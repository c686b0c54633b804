import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { listProspects } from '#shared/api.js';
import type { ProspectList } from '#shared/prospect.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { QueryOf, Serves } from '../http/serves.js';
import { ProspectsService } from './prospects.service.js';

@Controller()
export class ProspectsController {
  constructor(private readonly prospects: ProspectsService) {}

  @Serves(listProspects)
  list(
    @CurrentCaller() caller: Caller,
    @QueryOf(listProspects) query: z.output<NonNullable<typeof listProspects.query>>,
  ): Promise<ProspectList> {
    return this.prospects.list(caller, query);
  }
}
