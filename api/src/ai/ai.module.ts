import { Module } from '@nestjs/common';
import { AiController } from './ai.controller.js';
import { AiService } from './ai.service.js';

/** Text in, suggestion out. No database and no queue: what becomes of a suggestion is another feature's. */
@Module({ controllers: [AiController], providers: [AiService] })
export class AiModule {}
