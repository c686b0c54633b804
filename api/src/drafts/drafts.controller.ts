import { Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { deleteDraft, listDrafts, readDraft, saveDraft } from '#shared/api.js';
import type { Draft, DraftList, DraftSave, DraftSaved } from '#shared/draft.js';
import { DraftId } from '#shared/ids.js';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { BodyOf, QueryOf, Serves } from '../http/serves.js';
import { DraftsService } from './drafts.service.js';

@Controller()
export class DraftsController {
  constructor(private readonly drafts: DraftsService) {}

  @Serves(saveDraft)
  save(@CurrentCaller() caller: Caller, @BodyOf(saveDraft) draft: DraftSave): Promise<DraftSaved> {
    return this.drafts.save(caller, draft);
  }

  @Serves(listDrafts)
  list(
    @CurrentCaller() caller: Caller,
    @QueryOf(listDrafts) page: z.output<NonNullable<typeof listDrafts.query>>,
  ): Promise<DraftList> {
    return this.drafts.list(caller, page);
  }

  @Serves(readDraft)
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: DraftId }) id: DraftId): Promise<Draft> {
    return this.drafts.read(caller, id);
  }

  @Serves(deleteDraft)
  async delete(@CurrentCaller() caller: Caller, @Param('id', { schema: DraftId }) id: DraftId): Promise<object> {
    await this.drafts.delete(caller, id);
    return {};
  }
}
