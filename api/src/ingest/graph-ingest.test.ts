import { expect, test } from 'vitest';
import { z } from 'zod';
import { ADA_OUTLOOK } from '#e2e/sandbox/testing.js';
import { tellIngestStories } from './testing/ingest-stories.js';

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
  ({ sandbox, sent, eventsOf, settle, watchedUntil }) => {
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
