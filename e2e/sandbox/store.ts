import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { z } from 'zod';

/**
 * The sandbox's memory: one SQLite file that survives kill -9. A provider that forgets what it promised would
 * make every "sent once" test worthless, so each commit reaches the disk (synchronous=FULL) before anybody is answered.
 */
export class Store {
  private readonly db: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();
  private readonly listeners = new Set<() => void>();
  private depth = 0;

  /** @param directory the state directory; created when missing. */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.db = new DatabaseSync(join(directory, 'sandbox.sqlite'));
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    this.db.exec(SCHEMA);
    for (const [table, column, type] of ADDED) this.add(table, column, type);
  }

  /** Every row of a query, each parsed by `schema`. */
  all<T>(schema: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T[] {
    return this.statement(sql)
      .all(...values)
      .map((row) => schema.parse(row));
  }

  /** The first row of a query, or undefined. */
  one<T>(schema: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T | undefined {
    const row = this.statement(sql).get(...values);
    return row === undefined ? undefined : schema.parse(row);
  }

  /** Runs one writing statement; answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** All of `work` or nothing of it. Inner calls join the outer transaction. */
  transact<T>(work: () => T): T {
    if (this.depth > 0) return work();
    this.db.exec('BEGIN IMMEDIATE');
    this.depth = 1;
    let result: T;
    try {
      result = work();
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    } finally {
      this.depth = 0;
    }
    for (const listener of this.listeners) listener();
    return result;
  }

  /** Calls `listener` after each commit, until `signal` aborts. */
  onCommit(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }

  /** Forgets everything, as on the first start. */
  clear(): void {
    this.transact(() => {
      for (const table of TABLES) this.run(`DELETE FROM ${table}`);
    });
  }

  close(): void {
    this.db.close();
  }

  /** A file of an earlier version lacks what came later. */
  private add(table: string, column: string, type: string): void {
    const names = this.db.prepare('SELECT name FROM pragma_table_info(?)').all(table);
    if (!names.some((one) => one.name === column)) this.db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }

  private statement(sql: string): StatementSync {
    const known = this.prepared.get(sql);
    if (known) return known;
    const fresh = this.db.prepare(sql);
    this.prepared.set(sql, fresh);
    return fresh;
  }
}

const TABLES = [
  'accounts',
  'threads',
  'messages',
  'drafts',
  'outbox',
  'properties',
  'uploads',
  'history',
  'ledger',
  'watches',
  'pushes',
  'subscriptions',
  'notifications',
  'codes',
  'grants',
  'tokens',
  'flags',
];

/** Columns younger than their table. */
const ADDED = [
  ['accounts', 'provider', "TEXT NOT NULL DEFAULT 'google'"],
  ['messages', 'modified_at', 'INTEGER NOT NULL DEFAULT 0'],
] as const;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, name TEXT NOT NULL, sub TEXT NOT NULL, hd TEXT NOT NULL,
    place INTEGER NOT NULL, history_id INTEGER NOT NULL, history_floor INTEGER NOT NULL, signature TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS threads (account TEXT NOT NULL, id TEXT NOT NULL, perm_id TEXT NOT NULL, PRIMARY KEY (account, id));
  CREATE TABLE IF NOT EXISTS messages (account TEXT NOT NULL, id TEXT NOT NULL, thread_id TEXT NOT NULL, perm_id TEXT NOT NULL,
    raw BLOB NOT NULL, labels TEXT NOT NULL, rfc_id TEXT NOT NULL, at INTEGER NOT NULL, stored_at INTEGER NOT NULL, history_id INTEGER NOT NULL,
    PRIMARY KEY (account, id));
  CREATE INDEX IF NOT EXISTS messages_by_rfc_id ON messages (account, rfc_id);
  CREATE INDEX IF NOT EXISTS messages_by_thread ON messages (account, thread_id);
  CREATE TABLE IF NOT EXISTS drafts (account TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL,
    created_at INTEGER NOT NULL, PRIMARY KEY (account, id));
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, message_id TEXT NOT NULL,
    thread_id TEXT NOT NULL, raw BLOB NOT NULL, by TEXT NOT NULL, due_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS properties (account TEXT NOT NULL, message_id TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (account, message_id, id));
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, account TEXT NOT NULL, message_id TEXT NOT NULL, item TEXT NOT NULL,
    received BLOB NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS history (account TEXT NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, message_id TEXT NOT NULL,
    thread_id TEXT NOT NULL, labels TEXT NOT NULL, changed TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, id));
  CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, sender TEXT NOT NULL,
    recipients TEXT NOT NULL, marker TEXT, rfc_id TEXT NOT NULL, raw BLOB NOT NULL);
  CREATE TRIGGER IF NOT EXISTS ledger_is_append_only BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  CREATE TABLE IF NOT EXISTS watches (account TEXT PRIMARY KEY, topic TEXT NOT NULL, labels TEXT NOT NULL, behavior TEXT NOT NULL,
    expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS pushes (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, history_id INTEGER NOT NULL,
    published_at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, acked_at INTEGER);
  CREATE INDEX IF NOT EXISTS pushes_waiting ON pushes (next_at) WHERE acked_at IS NULL;
  CREATE TABLE IF NOT EXISTS subscriptions (id TEXT PRIMARY KEY, account TEXT NOT NULL, client_id TEXT NOT NULL, resource TEXT NOT NULL,
    folder TEXT, change_type TEXT NOT NULL, notification_url TEXT NOT NULL, lifecycle_url TEXT, client_state TEXT, id_kind TEXT NOT NULL,
    expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS notifications (id INTEGER PRIMARY KEY AUTOINCREMENT, subscription_id TEXT, account TEXT NOT NULL,
    url TEXT NOT NULL, body TEXT NOT NULL, published_at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, acked_at INTEGER);
  CREATE INDEX IF NOT EXISTS notifications_waiting ON notifications (next_at) WHERE acked_at IS NULL;
  CREATE TABLE IF NOT EXISTS codes (code TEXT PRIMARY KEY, account TEXT NOT NULL, request TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS grants (refresh_token TEXT PRIMARY KEY, account TEXT NOT NULL, client_id TEXT NOT NULL,
    scope TEXT NOT NULL, revoked_at INTEGER);
  CREATE TABLE IF NOT EXISTS tokens (access_token TEXT PRIMARY KEY, account TEXT NOT NULL, client_id TEXT NOT NULL,
    scope TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS flags (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;
