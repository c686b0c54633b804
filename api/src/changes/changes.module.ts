import { Module } from '@nestjs/common';
import { ChangeBell } from './change-bell.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';

@Module({ controllers: [ChangesController], providers: [ChangeBell, ChangesService], exports: [ChangesService] })
export class ChangesModule {}
