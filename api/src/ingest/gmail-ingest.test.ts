import { ADA, mail } from '#e2e/sandbox/testing.js';
import { tellIngestStories } from './testing/ingest-stories.js';

tellIngestStories({
  provider: 'gmail',
  address: ADA,
  operations: { changes: 'history.list', message: 'messages.get' },
  send: async (sandbox, { to, subject }) => {
    const gmail = await sandbox.gmail();
    const raw = mail({ To: `Ada Lovelace <${to}>`, Subject: subject }).toString('base64url');
    const { data } = await gmail.users.messages.send({ userId: 'me', requestBody: { raw } });
    return data.threadId ?? '';
  },
});
