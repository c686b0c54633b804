import { expect, test } from 'vitest';
import { mail } from '#e2e/sandbox/testing.js';
import { RollupService } from '../../analytics/rollup.service.js';
import { IngestService } from '../ingest.service.js';
import { type IngestWorld, type PlayedMailbox, useIngestWorld } from './ingest-world.js';

/** What becomes of answers, whatever mailbox they come to. Each file tells it of one. */
export function tellIngestStories(
  played: PlayedMailbox,
  tellMore: (telling: IngestWorld) => void = () => undefined,
): void {
  const telling = useIngestWorld(played);
  const { sandbox, world, sent, look, overview, nextOverview, changesOf, eventsOf, numbers, statusOf, cursor } =
    telling;
  const { readUpToNow, settle } = telling;

  test('a reply becomes a number on the dashboard and a line for the rep', async () => {
    const { id, deliveryId } = await sent('ada@analytical.example');
    const before = await overview();
    await sandbox().client.prospectReplies({ deliveryId, from: 'Ada Lovelace <ada@analytical.example>' });
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
    await sandbox().client.prospectIsAway({ deliveryId });
    await expect.poll(() => eventsOf(id)).toEqual(['email.autoReplied']);
    expect((await overview()).totals.replied).toBe(before.totals.replied);
    expect((await changesOf(id))[0]?.text).toBe('Ada Lovelace sent an automatic reply');
  });

  test('a bounce sets the status, says why, and counts', async () => {
    const { id, deliveryId } = await sent('gone@analytical.example');
    const before = await overview();
    await sandbox().client.prospectBounces({ deliveryId });
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
    await sandbox().client.mailArrives({ to: played.address, raw });
    await expect.poll(() => eventsOf(id), { timeout: 5_000 }).toEqual(['email.replied']);
  });

  test('a delay is no bounce, and a bounce that names no mail of ours or nobody it went to is ignored', async () => {
    const { id, deliveryId } = await sent('slow@analytical.example');
    await sandbox().client.prospectBounces({ deliveryId, hard: false });
    await sandbox().client.prospectBounces({ deliveryId, from: 'somebody.else@analytical.example' });
    await sandbox().client.mailArrives({ to: played.address, raw: forgedBounce('slow@analytical.example') });
    await sandbox().client.prospectReplies({ deliveryId, from: 'slow@analytical.example' });
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    expect(await statusOf(id)).toBe('SENT');
  });

  test('pushes that come several times and in the wrong order count everything once', async () => {
    await sandbox().client.setFlags({ flags: { pushDuplicates: 3, pushReorder: true } });
    const mails = await Promise.all(['a', 'b', 'c', 'd'].map((name) => sent(`${name}@analytical.example`)));
    const before = await overview();
    await Promise.all(mails.map(({ deliveryId }) => sandbox().client.prospectReplies({ deliveryId })));
    for (const { id } of mails) await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    await sandbox().client.pushAgain({ email: played.address });
    await settle();
    for (const { id } of mails) {
      expect(await eventsOf(id)).toEqual(['email.replied']);
      expect(await changesOf(id)).toHaveLength(1);
    }
    await expect.poll(async () => (await overview()).totals.replied - before.totals.replied).toBe(4);
    expect(await numbers()).toEqual(await world().app.get(RollupService).recount(world().caller.organisationId));
  });

  test.each(['visible', 'newest'])(
    'a reply that cannot be read yet when the push comes is read later (cursor: %s)',
    async (historyLagCursor) => {
      await settle();
      const [early, late] = [await sent('early@analytical.example'), await sent('late@analytical.example')];
      await sandbox().client.setFlags({ flags: { historyLagMs: 1_500, historyLagCursor } });
      await sandbox().client.prospectReplies({ deliveryId: early.deliveryId });
      await sandbox().client.prospectReplies({ deliveryId: late.deliveryId });
      for (const { id } of [early, late])
        await expect.poll(() => eventsOf(id), { timeout: 6_000 }).toEqual(['email.replied']);
    },
  );

  test('pushes that were lost are made up for once somebody looks', async () => {
    await sandbox().client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId } = await sent('lost@analytical.example');
    await sandbox().client.prospectReplies({ deliveryId });
    await look();
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
  });

  test('a history that the provider has forgotten is made up for from the newest messages', async () => {
    await sandbox().client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId } = await sent('forgotten@analytical.example');
    await readUpToNow();
    await sandbox().client.prospectReplies({ deliveryId });
    await sandbox().client.forgetHistory({ email: played.address });
    const before = await cursor();
    await look();
    await expect.poll(() => eventsOf(id)).toEqual(['email.replied']);
    await expect.poll(cursor).not.toBe(before);
  });

  test('a message that is gone before it is read does not hold up the next one', async () => {
    await sandbox().client.setFlags({ flags: { pushDrop: true } });
    const [first, second] = [await sent('first@analytical.example'), await sent('second@analytical.example')];
    await readUpToNow();
    await sandbox().client.prospectReplies({ deliveryId: first.deliveryId });
    await sandbox().client.prospectReplies({ deliveryId: second.deliveryId });
    await sandbox().client.next({ operation: played.operations.message, fault: '404' });
    await look();
    await expect.poll(() => eventsOf(second.id)).toEqual(['email.replied']);
    expect(await eventsOf(first.id)).toEqual([]);
  });

  test.each(['changes', 'message'] as const)(
    'what was on its way when the %s could not be read is read at the next try',
    async (what) => {
      const { id, deliveryId } = await sent(`${what}@analytical.example`);
      await settle();
      await sandbox().client.next({ operation: played.operations[what], fault: '429' });
      await sandbox().client.prospectReplies({ deliveryId });
      await expect.poll(() => eventsOf(id), { timeout: 10_000 }).toEqual(['email.replied']);
    },
  );

  test('an answer that overtakes the record of its send is held until the send is recorded', async () => {
    await sandbox().client.setFlags({ flags: { pushDrop: true } });
    const { id, deliveryId, stamped } = await sent('quick@analytical.example', { isRecorded: false });
    await sandbox().client.prospectIsAway({ deliveryId });
    await look();
    expect(await eventsOf(id)).toEqual([]);
    await world().owner.query(`update email_sends set state = 'sent', stamped_message_id = $2 where email_id = $1`, [
      id,
      stamped,
    ]);
    await expect.poll(() => eventsOf(id), { timeout: 6_000 }).toEqual(['email.autoReplied']);
  });

  tellMore(telling);

  test('a mailbox we are no longer let into is signed out, and is left alone until the rep comes back', async () => {
    await sandbox().client.revoke({ email: played.address });
    await look();
    const health = async () =>
      (await world().owner.query('select health from mailboxes where id = $1', [world().mailboxId])).rows;
    await expect.poll(health).toEqual([{ health: 'signedOut' }]);
    expect(await world().app.get(IngestService).waiting()).toEqual([]);
  });
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
