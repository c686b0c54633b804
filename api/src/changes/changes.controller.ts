import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { readChanges } from '#shared/api.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { QueryOf, Serves } from '../http/serves.js';
import { ChangesService } from './changes.service.js';
import { whenGone } from './gone.js';

@Controller()
export class ChangesController {
  constructor(private readonly changes: ChangesService) {}

  @Serves(readChanges)
  read(
    @CurrentCaller() caller: Caller,
    @QueryOf(readChanges) { since, wait }: z.output<NonNullable<typeof readChanges.query>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.changes.read(caller, since, wait * 1_000, whenGone(reply));
  }
}
