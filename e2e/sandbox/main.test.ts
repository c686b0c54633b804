import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { sandboxClient } from './sandbox-client.js';
import { ADA, ADA_OUTLOOK, gmailClient, mail, raw } from './testing.js';

const Ready = z.object({
  httpUrl: z.url(),
  tlsPort: z.number(),
  tlsUrl: z.url(),
  spki: z.string(),
  caFile: z.string(),
});
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The sandbox as its own process; ready when it has said its one line. */
async function startProcess(dir: string) {
  const child: ChildProcess = spawn(process.execPath, ['--import', here('../start/from-source.mjs'), here('main.ts')], {
    env: { ...process.env, LUMINA_SANDBOX_DIR: dir },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface(child.stdout)) {
    return { child, ready: Ready.parse(JSON.parse(line)), ended: once(child, 'exit') };
  }
  throw new Error('the sandbox ended before it was ready');
}

function stateDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-sandbox-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('what was sent and what was drafted is still there after kill -9, and the certificate and tokens are the same', async () => {
  const dir = stateDir();
  const first = await startProcess(dir);
  const client = sandboxClient(first.ready.httpUrl);
  const gmail = await gmailClient(first.ready.httpUrl, client, ADA);
  const draft = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: { raw: raw(mail()) } } });
  await gmail.users.messages.send({ userId: 'me', requestBody: { raw: raw(mail({ 'X-Lumina-Send-Id': 'M' })) } });
  const token = (await client.grant({ email: ADA })).access_token;
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await startProcess(dir);
  const again = sandboxClient(second.ready.httpUrl);
  expect(await again.ledger({ marker: 'M' })).toHaveLength(1);
  const { messages, drafts } = await again.mailbox({ email: ADA });
  expect(messages.filter((one) => one.labelIds.includes('SENT'))).toHaveLength(1);
  expect(drafts.map((one) => one.id)).toEqual([draft.data.id]);
  expect(second.ready.spki).toBe(first.ready.spki);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${second.ready.httpUrl}/gmail/v1/users/me/profile`, { headers })).status).toBe(200);
});

test('what Exchange had accepted for sending still leaves, once, after kill -9', async () => {
  const dir = stateDir();
  const first = await startProcess(dir);
  const client = sandboxClient(first.ready.httpUrl);
  await client.setFlags({ flags: { graphTransportMs: 1000 } });
  const { draftId } = await client.repWrites({ email: ADA_OUTLOOK, to: ['grace@analytical.example'], subject: 'Now' });
  await client.repSends({ email: ADA_OUTLOOK, draftId });
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await startProcess(dir);
  const again = sandboxClient(second.ready.httpUrl);
  await expect.poll(() => again.ledger(), { timeout: 20_000 }).toMatchObject([{ subject: 'Now' }]);
  const { messages, drafts } = await again.mailbox({ email: ADA_OUTLOOK });
  expect(messages.filter((one) => one.labelIds.includes('SENT'))).toHaveLength(1);
  expect(drafts).toEqual([]);
});

test('it ends when the process that started it lets go', async () => {
  const { child, ended } = await startProcess(stateDir());
  child.disconnect();
  expect(await ended).toEqual([0, null]);
});
