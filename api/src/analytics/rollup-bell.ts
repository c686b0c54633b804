import { Injectable } from '@nestjs/common';
import { Bell } from '../changes/bell.js';
import { Database } from '../db/database.js';

/** Rings with an organisation's id when its numbers changed. */
@Injectable()
export class RollupBell extends Bell {
  constructor(database: Database) {
    super(database, 'lumina_rollups');
  }
}
