import { Injectable } from '@nestjs/common';
import { Database } from '../db/database.js';
import { Bell } from './bell.js';

/** Rings with a user's id when there is a change for him. */
@Injectable()
export class ChangeBell extends Bell {
  constructor(database: Database) {
    super(database, 'lumina_changes');
  }
}
