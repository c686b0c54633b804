import { Module } from '@nestjs/common';
import { AnalyticsController } from './analytics.controller.js';
import { DashboardController } from './dashboard.controller.js';
import { OverviewService } from './overview.service.js';
import { RollupService } from './rollup.service.js';
import { RollupBell } from './rollup-bell.js';

@Module({
  controllers: [AnalyticsController, DashboardController],
  providers: [RollupService, OverviewService, RollupBell],
  exports: [RollupService],
})
export class AnalyticsModule {}
