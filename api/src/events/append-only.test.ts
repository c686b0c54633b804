import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmailId } from '#shared/ids.js';
import { createWorld, type World } from '../testing/world.js';
import { EventsService } from './events.service.js';
import { putSentEmail } from './testing/sent-email.js';

let world: World;
let emailId: EmailId;

beforeAll(async () => {
  world = await createWorld();
  emailId = (await putSentEmail(world.owner, world)).id;
  const { organisationId, userId } = world.caller;
  await world.app
    .get(EventsService)
    .append(world.database.of(organisationId), [
      { organisationId, userId, emailId, type: 'email.sent', at: new Date(), key: 'sent', data: {} },
    ]);
});
afterAll(() => world[Symbol.asyncDispose]());

const tables = ['email_events', 'send_attempts', 'draft_revisions'];
const rewrites: Record<string, string> = {
  email_events: `update email_events set type = 'email.replied'`,
  send_attempts: `update send_attempts set to_state = 'sent'`,
  draft_revisions: `update draft_revisions set text = 'other'`,
};

test.each(tables)('the application may neither change nor remove a row of %s', async (table) => {
  const database = world.database.of(world.caller.organisationId);
  for (const sql of [rewrites[table] ?? '', `delete from ${table}`, `truncate ${table}`]) {
    await expect(database.query(sql)).rejects.toMatchObject({ code: '42501' });
    await expect(world.database.system.query(sql)).rejects.toMatchObject({ code: '42501' });
  }
});

test("not even the database's owner changes, removes or empties the log", async () => {
  for (const sql of [
    `update email_events set at = at - interval '1 day'`,
    'delete from email_events',
    'truncate email_events',
    'truncate email_events cascade',
  ])
    await expect(world.owner.query(sql)).rejects.toMatchObject({ code: '23001' });
  const left = await world.owner.query('select from email_events');
  expect(left.rowCount).toBe(1);
});

test('the same holds for each partition by its own name', async () => {
  const partitions = await world.owner.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'email_events'::regclass`,
  );
  expect(partitions.rows.length).toBeGreaterThanOrEqual(4);
  const holding: string[] = [];
  for (const { name } of partitions.rows) {
    const rows = await world.owner.query(`select from ${name}`);
    if (rows.rowCount === 0) continue;
    holding.push(name);
    await expect(world.owner.query(`delete from ${name}`)).rejects.toMatchObject({ code: '23001' });
    await expect(world.database.system.query(`delete from ${name}`)).rejects.toMatchObject({ code: '42501' });
  }
  expect(holding).toHaveLength(1);
});

test("an email's status changes, and nothing else of it", async () => {
  const database = world.database.of(world.caller.organisationId);
  await database.query(`update emails set status = 'BOUNCED' where id = $1`, [emailId]);
  const columns = await world.owner.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'emails'::regclass and attnum > 0 and attname <> 'status'`,
  );
  for (const { name } of columns.rows)
    await expect(
      database.query(`update emails set "${name}" = "${name}" where id = $1`, [emailId]),
    ).rejects.toMatchObject({
      code: '42501',
    });
  await expect(database.query('delete from emails')).rejects.toMatchObject({ code: '42501' });
  await expect(world.owner.query(`update emails set text = 'other', status = 'SENT'`)).rejects.toMatchObject({
    code: '23001',
  });
  await expect(world.owner.query('delete from emails')).rejects.toMatchObject({ code: '23001' });
});

test('the log finds a partition for every day of the next two months', async () => {
  const rows = await world.owner.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'email_events'::regclass order by 1`,
  );
  const now = new Date();
  const months = [0, 1, 2].map((ahead) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    return `email_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  });
  expect(rows.rows.map((row) => row.name)).toEqual(expect.arrayContaining(months));
});

test('an event names an email that exists', async () => {
  const { organisationId, userId } = world.caller;
  const event = {
    organisationId,
    userId,
    emailId: randomUUID() as EmailId,
    type: 'email.sent' as const,
    at: new Date(),
    key: 'x',
    data: {},
  };
  await expect(world.app.get(EventsService).append(world.database.of(organisationId), [event])).rejects.toMatchObject({
    code: '23503',
  });
});
