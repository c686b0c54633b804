import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshSandbox, mail } from '#e2e/sandbox/testing.js';
import { readChanges, readOverview } from '#shared/api.js';
import type { Change } from '#shared/change.js';
import type { EmailId } from '#shared/ids.js';
import type { ProviderName } from '#shared/mailbox.js';
import { AnalyticsModule } from '../../analytics/analytics.module.js';
import { RollupProcessor } from '../../analytics/rollup.processor.js';
import { RollupService } from '../../analytics/rollup.service.js';
import { AppModule } from '../../app.module.js';
import { freePort } from '../../embedded/free-port.js';
import { putSentEmail } from '../../events/testing/sent-email.js';
import { MailboxesService } from '../../mailboxes/mailboxes.service.js';
import { createWorld, type World } from '../../testing/world.js';
import { IngestModule } from '../ingest.module.js';
import { IngestProcessor } from '../ingest.processor.js';
import { IngestService } from '../ingest.service.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;

/** A mailbox at one of the providers, and what a story has to know of its stand-in. */
export interface PlayedMailbox {
  provider: ProviderName;
  address: string;
  /** What its stand-in calls reading the changes, and reading one message. */
  operations: { changes: string; message: string };
  /** Sends as the rep's mail program would. @returns the thread it is in */
  send(sandbox: Sandbox, mail: { to: string; subject: string }): Promise<string>;
}

/** What the stories are told with; for those of one provider alone. */
export interface Telling {
  sandbox(): Sandbox;
  world(): World;
  sent(to: string): Promise<{ id: EmailId; deliveryId: number }>;
  eventsOf(id: EmailId): Promise<string[]>;
  settle(): Promise<void>;
  /** When the provider's pushes end; null: there are none. */
  watchedUntil(): Promise<Date | null>;
}

/** What becomes of answers, whatever mailbox they come to. Each file tells it of one. */
export function tellIngestStories(played: PlayedMailbox, tellMore: (telling: Telling) => void = () => undefined): void {
  let sandbox: Sandbox;
  let world: World;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    sandbox = await freshSandbox();
    const port = await freePort();
    world = await createWorld({
      LUMINA_SANDBOX_URL: sandbox.httpUrl,
      LUMINA_SANDBOX_TLS_URL: sandbox.tlsUrl,
      PORT: String(port),
      LOG_LEVEL: 'fatal',
    });
    await sandbox.client.setPushUrl({ url: `${world.config.publicUrl}/push/gmail` });
    await connectMailbox();
    worker = await startWorker();
  });
  afterAll(async () => {
    await worker.close();
    await world[Symbol.asyncDispose]();
    await sandbox[Symbol.asyncDispose]();
  });
  beforeEach(() =>
    sandbox.client.setFlags({ flags: { pushDuplicates: 0, pushReorder: false, pushDrop: false, historyLagMs: 0 } }),
  );

  test('a reply becomes a number on the dashboard and a line for the rep', async () => {
    const { id, deliveryId } = await sent('ada@analytical.example');
    const before = await overview();
    await sandbox.client.prospectReplies({ deliveryId, from: 'Ada Lovelace <ada@analytical.example>' });
    const after = await nextOverview(before.version);
    expect(after.totals.replied - before.totals.replied).toBe(1);
    expect(after.latest[0]).toMatchObject({ type: 'email.replied', emailId: id, to: 'ada@analytical.example' });
    expect((await changesOf(id)).map(({ kind, text, status }) => [kind, text, status])).toEqual([
      ['email.replied', 'Ada Lovelace replied', null],
    ]);
  });

  test('an automatic reply is told, but is no reply', async () => {
    const { id, deliveryId } = await sent('away@analytical.example');
    const before = await overview();
    await sandbox.client.prospectIsAway({ deliveryId });
    await expect.poll(() => eventsOf(id)).toEqual(['email.autoReplied']);
    expect((await overview()).totals.replied).toBe(before.totals.replied);
    expect((await changesOf(id))[0]?.text).toBe('Ada Lovelace sent an automatic reply');
  });

  test('a bounce sets the status, says why, and counts', async () => {
    const { id, deliveryId } = await sent('gone@analytical.example');
    const before = await overview();
    await sandbox.client.prospectBounces({ deliveryId });
    const after = await nextOverview(before.version);
    expect(after.totals.bounced - before.totals.bounced).toBe(1);
    expect((await changesOf(id)).map(({ text, status }) => [text, status])).toEqual([
      ['Not delivered to Ada Lovelace: there is no such address', 'BOUNCED'],
    ]);
    expect(await statusOf(id)).toBe('BOUNCED');
  });

  test('a sender can hold up nothing with characters no database keeps', async () => {
    const { id, stamped } = await sent('odd@analytical.example');
    const odd = { From: '=?utf-8?q?O=00dd?= <odd@analytical.example>', 'Message-ID': '<o\0dd@odd.example>' };
    const raw = mail({ ...odd, 'In-Reply-To': `<\0@odd.example> ${stamped}` }, 'Hello').toString('base64');
    await sandbox.client.mailArrives({ to: played.address, raw });
    await expect.poll(() => eventsOf(id), { timeout: 5_000 }).toEqual(['email.replied']);
  });

  test('a delay is no bounce, and a bounce that names no mail of ours or nobody it went to is ignored', async () => {
    const { id, deliveryId } = await sent('slow@analytical.example');
    await sandbox.client.prospectBounces({ deliveryId, hard: false });
    await sandbox.client.prospectBounces({ deliveryId, from: 'somebody.else@analytical.example' });
    await sandbox.client.mailArrives({ to: played.address, raw: forgedBounce('slow@analytical.example') });
    await sandbox.client.prospectReplies({ deliveryId, from: 'slow@analytical.example' });
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    expect(await statusOf(id)).toBe('SENT');
  });

  test('pushes that come several times and in the wrong order count everything once', async () => {
    await sandbox.client.setFlags({ flags: { pushDuplicates: 3, pushReorder: true } });
    const mails = await Promise.all(['a', 'b', 'c', 'd'].map((name) => sent(`${name}@analytical.example`)));
    const before = await overview();
    await Promise.all(mails.map(({ deliveryId }) => sandbox.client.prospectReplies({ deliveryId })));
    for (const { id } of mails) await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    await sandbox.client.pushAgain({ email: played.address });
    await settle();
    for (const { id } of mails) {
      expect(await eventsOf(id)).toEqual(['email.replied']);
      expect(await changesOf(id)).toHaveLength(1);
    }
    await expect.poll(async () => (await overview()).totals.replied - before.totals.replied).toBe(4);
    expect(await numbers()).toEqual(await world.app.get(RollupService).recount(world.caller.organisationId));
  });

  test.each(['visible', 'newest'])(
    'a reply that cannot be read yet when the push comes is read later (cursor: %s)',
    async (historyLagCursor) => {
      await settle();
      const [early, late] = [await sent('early@analytical.example'), await sent('late@analytical.example')];
      await sandbox.client.setFlags({ flags: { historyLagMs: 1_500, historyLagCursor } });
      await sandbox.client.prospectReplies({ deliveryId: early.deliveryId });
      await sandbox.client.prospectReplies({ deliveryId: late.deliveryId });
      for (const { id } of [early, late])
        await expect.poll(() => eventsOf(id), { timeout: 6_000 }).toEqual(['email.replied']);
    },
  );

  test('pushes that were lost are made up for once somebody looks', async () => {
    await sandbox.client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId } = await sent('lost@analytical.example');
    await sandbox.client.prospectReplies({ deliveryId });
    await look();
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
  });

  test('a history that the provider has forgotten is made up for from the newest messages', async () => {
    await sandbox.client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId } = await sent('forgotten@analytical.example');
    await readUpToNow();
    await sandbox.client.prospectReplies({ deliveryId });
    await sandbox.client.forgetHistory({ email: played.address });
    const before = await cursor();
    await look();
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    await expect.poll(cursor).not.toBe(before);
  });

  test('a message that is gone before it is read does not hold up the next one', async () => {
    await sandbox.client.setFlags({ flags: { pushDrop: true } });
    const [first, second] = [await sent('first@analytical.example'), await sent('second@analytical.example')];
    await readUpToNow();
    await sandbox.client.prospectReplies({ deliveryId: first.deliveryId });
    await sandbox.client.prospectReplies({ deliveryId: second.deliveryId });
    await sandbox.client.next({ operation: played.operations.message, fault: '404' });
    await look();
    await expect.poll(() => eventsOf(second.id)).toEqual(['email.replied']);
    expect(await eventsOf(first.id)).toEqual([]);
  });

  test.each(['changes', 'message'] as const)(
    'what was on its way when the %s could not be read is read at the next try',
    async (what) => {
      const { id, deliveryId } = await sent(`${what}@analytical.example`);
      await settle();
      await sandbox.client.next({ operation: played.operations[what], fault: '429' });
      await sandbox.client.prospectReplies({ deliveryId });
      await expect.poll(() => eventsOf(id), { timeout: 10_000 }).toEqual(['email.replied']);
    },
  );

  test('an answer that overtakes the record of its send is held until the send is recorded', async () => {
    await sandbox.client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId, stamped } = await sent('quick@analytical.example', { isRecorded: false });
    await sandbox.client.prospectIsAway({ deliveryId });
    await look();
    expect(await eventsOf(id)).toEqual([]);
    await world.owner.query(`update email_sends set state = 'sent', stamped_message_id = $2 where email_id = $1`, [
      id,
      stamped,
    ]);
    await expect.poll(() => eventsOf(id), { timeout: 6_000 }).toEqual(['email.autoReplied']);
  });

  tellMore({ sandbox: () => sandbox, world: () => world, sent, eventsOf, settle, watchedUntil });

  test('a mailbox we are no longer let into is signed out, and is left alone until the rep comes back', async () => {
    await sandbox.client.revoke({ email: played.address });
    await look();
    const health = async () =>
      (await world.owner.query('select health from mailboxes where id = $1', [world.mailboxId])).rows;
    await expect.poll(health).toEqual([{ health: 'signedOut' }]);
    expect(await world.app.get(IngestService).waiting()).toEqual([]);
  });

  /** A mail that really left the mailbox, with the row the send protocol leaves behind. */
  async function sent(
    to: string,
    { isRecorded = true } = {},
  ): Promise<{ id: EmailId; deliveryId: number; stamped: string }> {
    const before = (await sandbox.client.ledger()).length;
    const threadId = await played.send(sandbox, { to, subject: `For ${to}` });
    // Exchange only accepts a mail at first; it leaves a moment later.
    const delivered = async () =>
      (await sandbox.client.ledger()).slice(before).find((one) => one.recipients.includes(to));
    await expect.poll(delivered, { timeout: 5_000 }).toBeDefined();
    const delivery = await delivered();
    if (!delivery) throw new Error(`nothing reached ${to}`);
    const { id } = await putSentEmail(world.owner, world, {
      to: { name: 'Ada Lovelace', email: to },
      stamped: isRecorded ? delivery.messageId : null,
      threadId: isRecorded ? threadId : null,
    });
    if (!isRecorded)
      await world.owner.query(
        `update email_sends set state = 'sending', sending_started_at = now() where email_id = $1`,
        [id],
      );
    return { id, deliveryId: delivery.id, stamped: delivery.messageId };
  }

  async function connectMailbox() {
    const { organisationId } = world.caller;
    const granted = await sandbox.client.grant({ email: played.address });
    const mailboxes = world.app.get(MailboxesService);
    const tokens = {
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token,
      expiresAt: new Date(Date.now() + granted.expires_in * 1_000),
    };
    await world.owner.query('update mailboxes set provider = $2, address = $3, sealed_tokens = $4 where id = $1', [
      world.mailboxId,
      played.provider,
      played.address,
      mailboxes.seal(tokens, { organisationId, mailboxId: world.mailboxId }),
    ]);
    await mailboxes.watch(organisationId, world.mailboxId);
  }

  /** The worker of worker.ts, without sending and without the sweep: here every nudge has to arrive by itself. */
  function startWorker(): Promise<INestApplicationContext> {
    @Module({
      imports: [AppModule.of(world.config), IngestModule, AnalyticsModule],
      providers: [IngestProcessor, RollupProcessor],
    })
    class TestWorker {}
    return NestFactory.createApplicationContext(TestWorker, { logger: false, abortOnError: false });
  }

  /** Asks for a look; one that is going on already answers for it. */
  const look = () => worker.get(IngestService).look(world.caller.organisationId, world.mailboxId);
  const overview = () => world.call(readOverview, { query: {} });
  const nextOverview = (since: number) => world.call(readOverview, { query: { since, wait: 20 } });
  async function changesOf(emailId: EmailId): Promise<Change[]> {
    return (await world.call(readChanges, { query: { since: 0, wait: 0 } })).changes.filter(
      (one) => one.emailId === emailId,
    );
  }
  async function eventsOf(emailId: EmailId): Promise<string[]> {
    return (
      await world.owner.query<{ type: string }>('select type from email_events where email_id = $1 order by at', [
        emailId,
      ])
    ).rows.map((row) => row.type);
  }
  const numbers = () =>
    world.database
      .of(world.caller.organisationId)
      .query(
        `select user_id as "userId", to_char(day, 'YYYY-MM-DD') as day, metric, count::int from rollups where count <> 0 order by 1, 2, 3`,
      );
  async function statusOf(emailId: EmailId): Promise<string | undefined> {
    return (await world.owner.query<{ status: string }>('select status from emails where id = $1', [emailId])).rows[0]
      ?.status;
  }
  async function cursor(): Promise<string> {
    return (
      (await world.owner.query<{ cursor: string }>('select cursor from mailboxes where id = $1', [world.mailboxId]))
        .rows[0]?.cursor ?? ''
    );
  }
  /** The stored cursor trails behind; here it is moved to where the mailbox stands. */
  async function readUpToNow(): Promise<void> {
    const { organisationId } = world.caller;
    const provider = await world.app.get(MailboxesService).open(organisationId, world.mailboxId);
    const page = await provider.changesSince(await cursor());
    await world.owner.query('update mailboxes set cursor = $2 where id = $1', [world.mailboxId, page.cursor]);
  }
  async function watchedUntil(): Promise<Date | null> {
    const { rows } = await world.owner.query<{ watch_expires_at: Date | null }>(
      'select watch_expires_at from mailboxes where id = $1',
      [world.mailboxId],
    );
    return rows[0]?.watch_expires_at ?? null;
  }
  /** Every push that was sent is kept and was looked at. */
  async function settle() {
    const waiting = async () => (await world.owner.query('select from push_inbox where handled_at is null')).rowCount;
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0);
  }
}

const forgedBounce = (recipient: string) =>
  mail(
    {
      From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'X-Failed-Recipients': recipient,
      'In-Reply-To': '<guessed@mail.gmail.com>',
    },
    'Address not found',
  ).toString('base64');
