import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { migrate } from '../db/migrate.js';

/** An empty, migrated database on the run's server. @returns its URL */
export async function createDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/test_${randomUUID().replaceAll('-', '')}`;
  await migrate(url.href);
  return url.href;
}
