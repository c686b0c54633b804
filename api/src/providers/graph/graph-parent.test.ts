import { afterAll, expect, test } from 'vitest';
import { ADA_OUTLOOK, freshSandbox } from '#e2e/sandbox/testing.js';
import { freshProvider, played } from '../testing/played.js';

const sandbox = await freshSandbox();
afterAll(() => sandbox[Symbol.asyncDispose]());

test('where the page names a message of another conversation, the conversation is what is answered', async () => {
  const { provider } = await freshProvider(sandbox, played.graph);
  const write = (subject: string) =>
    sandbox.client.prospectWrites({ from: 'grace@hopper.example', to: ADA_OUTLOOK, subject, text: 'Well?' });
  const [answered, read] = [await write('Closing the month'), await write('Your talk')];
  const parentOf = (conversationId: string, messageId: string) => provider.parentOf({ conversationId, messageId });
  expect(await parentOf(answered.threadId, read.messageId)).toMatchObject({ threadId: answered.threadId });
  expect(await parentOf('AAQkNoLongerThere', read.messageId)).toMatchObject({ threadId: read.threadId });
});
