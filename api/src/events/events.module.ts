import { Module } from '@nestjs/common';
import { EventsService } from './events.service.js';
import { FeedbackController } from './feedback.controller.js';

@Module({ controllers: [FeedbackController], providers: [EventsService], exports: [EventsService] })
export class EventsModule {}
