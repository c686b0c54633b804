import { expect, test } from 'vitest';
import { z } from 'zod';
import { ADA_OUTLOOK } from '#e2e/sandbox/testing.js';
import { pushGraph } from '#shared/api.js';
import { clientStateOf } from '../providers/graph/client-state.js';
import { tellIngestStories } from './testing/ingest-stories.js';

const Newest = z.object({ value: z.tuple([z.object({ id: z.string() })]) });
const Draft = z.object({ id: z.string(), conversationId: z.string() });

tellIngestStories(
  {
    provider: 'graph',
    address: ADA_OUTLOOK,
    operations: { changes: 'messages.delta', message: 'messages.get' },
    send: async (sandbox, { to, subject }) => {
      const graph = await sandbox.graph(ADA_OUTLOOK);
      const { id, conversationId } = Draft.parse(
        await graph.api('/me/messages').post({
          subject,
          body: { contentType: 'HTML', content: '<div>Hello</div>' },
          toRecipients: [{ emailAddress: { name: 'Ada Lovelace', address: to } }],
        }),
      );
      await graph.api(`/me/messages/${id}/send`).post({});
      return conversationId;
    },
  },
  ({ sandbox, world, sent, eventsOf, settle, watchedUntil }) => {
    test('an answer that a rule of the rep files elsewhere at once is read where it lies', async () => {
      const { id, deliveryId } = await sent('filed@analytical.example');
      await sandbox().client.setFlags({ flags: { pushDrop: true } });
      await sandbox().client.prospectReplies({ deliveryId });
      const graph = await sandbox().graph(ADA_OUTLOOK);
      const newest = async (folder: string) =>
        Newest.parse(
          await graph
            .api(`/me/mailFolders/${folder}/messages`)
            .header('Prefer', 'IdType="ImmutableId"')
            .select('id')
            .top(1)
            .orderby('receivedDateTime desc')
            .get(),
        ).value[0].id;
      // Deleting moves to another folder too, and is what the stand-in knows of moving.
      await graph
        .api(`/me/messages/${await newest('inbox')}`)
        .header('Prefer', 'IdType="ImmutableId"')
        .delete();
      const clientState = clientStateOf(world().config.secret, world().mailboxId);
      const resourceData = { id: await newest('deleteditems') };
      const told = await fetch(`${world().url}${pushGraph.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: [{ clientState, changeType: 'created', resourceData }] }),
      });
      expect(told.status).toBe(202);
      await expect.poll(() => eventsOf(id), { timeout: 5_000 }).toEqual(['email.replied']);
    });

    test('after Graph took a subscription away, a new one tells of the next answer', async () => {
      const { id, deliveryId } = await sent('renewed@analytical.example');
      await settle();
      await sandbox().client.lifecycle({ email: ADA_OUTLOOK, event: 'subscriptionRemoved' });
      await settle();
      await sandbox().client.prospectReplies({ deliveryId });
      await expect.poll(() => eventsOf(id), { timeout: 5_000 }).toEqual(['email.replied']);
    });

    test('a subscription Graph is about to end is renewed when it says so', async () => {
      await settle();
      const before = (await watchedUntil()) ?? new Date();
      await sandbox().client.lifecycle({ email: ADA_OUTLOOK, event: 'reauthorizationRequired' });
      await expect.poll(async () => ((await watchedUntil()) ?? before) > before, { timeout: 5_000 }).toBe(true);
    });

    test('an answer Graph lost the word of is read once Graph says that it lost some', async () => {
      const { id, deliveryId } = await sent('missed@analytical.example');
      await settle();
      await sandbox().client.setFlags({ flags: { pushDrop: true } });
      await sandbox().client.prospectReplies({ deliveryId });
      await sandbox().client.setFlags({ flags: { pushDrop: false } });
      await sandbox().client.lifecycle({ email: ADA_OUTLOOK, event: 'missed' });
      await expect.poll(() => eventsOf(id), { timeout: 5_000 }).toEqual(['email.replied']);
    });
  },
);
