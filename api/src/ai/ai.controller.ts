import { Controller } from '@nestjs/common';
import { personalize, rewrite } from '#shared/api.js';
import type { PersonalizeInput, RewriteInput, Suggestion } from '#shared/suggestion.js';
import { BodyOf, Serves } from '../http/serves.js';
import { AiService } from './ai.service.js';

@Controller()
export class AiController {
  constructor(private readonly ai: AiService) {}

  @Serves(rewrite)
  rewrite(@BodyOf(rewrite) input: RewriteInput): Suggestion {
    return this.ai.rewrite(input);
  }

  @Serves(personalize)
  personalize(@BodyOf(personalize) input: PersonalizeInput): Suggestion {
    return this.ai.personalize(input);
  }
}
