import { Global, Module } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { DATABASE_URL, Database } from './database.js';

@Global()
@Module({
  providers: [
    { provide: DATABASE_URL, useFactory: (config: Config) => config.databaseUrl, inject: [CONFIG] },
    Database,
  ],
  exports: [Database],
})
export class DbModule {}
