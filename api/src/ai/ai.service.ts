import { Injectable } from '@nestjs/common';
import type { PersonalizeInput, RewriteInput, Suggestion } from '#shared/suggestion.js';
import { personalize } from './personalize.js';
import { rewrite } from './rewrite.js';

/** Chooses the engine. There is one, embedded in this process, so the same input gives the same bytes for ever. */
@Injectable()
export class AiService {
  rewrite(input: RewriteInput): Suggestion {
    return rewrite(input);
  }

  personalize(input: PersonalizeInput): Suggestion {
    return personalize(input);
  }
}
