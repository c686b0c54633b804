import type { Sql } from '../db/database.js';

/** Spells `LUWO`. A worker holds it, shared, for as long as its connection lives: no row to go stale. */
const WORKER_LOCK = 0x4c55574f;

export const announceWorker = (sql: Sql) => sql.query('select pg_advisory_lock_shared($1)', [WORKER_LOCK]);

export async function isWorkerPresent(sql: Sql): Promise<boolean> {
  const rows = await sql.query(
    `select from pg_locks where locktype = 'advisory' and objid = $1 and classid = 0 and granted
       and database = (select oid from pg_database where datname = current_database()) limit 1`,
    [WORKER_LOCK],
  );
  return rows.length > 0;
}
