import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { freshSandbox } from '#e2e/sandbox/testing.js';
import { readChanges, readOverview } from '#shared/api.js';
import type { Change } from '#shared/change.js';
import type { EmailId } from '#shared/ids.js';
import type { ProviderName } from '#shared/mailbox.js';
import { AnalyticsModule } from '../../analytics/analytics.module.js';
import { RollupProcessor } from '../../analytics/rollup.processor.js';
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

export type IngestWorld = ReturnType<typeof useIngestWorld>;

/** The API, a worker that reads and counts, and one mailbox at a stand-in, for the stories of a file; with what they are told with. */
export function useIngestWorld(played: PlayedMailbox) {
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

  return {
    sandbox: () => sandbox,
    world: () => world,
    sent,
    look,
    overview,
    nextOverview,
    changesOf,
    eventsOf,
    numbers,
    statusOf,
    cursor,
    readUpToNow,
    watchedUntil,
    settle,
  };
}
