import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { accounts } from './accounts.js';
import { World } from './world.js';

test('the file of an earlier version is read on: its reps are Google’s, and Microsoft’s come to them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-sandbox-'));
  const before = new DatabaseSync(join(dir, 'sandbox.sqlite'));
  before.exec(`CREATE TABLE accounts (email TEXT PRIMARY KEY, name TEXT NOT NULL, sub TEXT NOT NULL, hd TEXT NOT NULL,
    place INTEGER NOT NULL, history_id INTEGER NOT NULL, history_floor INTEGER NOT NULL, signature TEXT NOT NULL);
    INSERT INTO accounts VALUES ('ada.seller@northwind.example', 'Ada of old', '1', 'northwind.example', 0, 1000, 1000, '')`);
  before.close();
  const world = await World.open(dir);
  expect(accounts(world.store, 'google').map((one) => one.name)).toContain('Ada of old');
  expect(accounts(world.store, 'microsoft')).toHaveLength(2);
  world.close();
  rmSync(dir, { recursive: true, force: true });
});
