import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { certificate } from './certificate.js';
import { ADA_OUTLOOK, freshSandbox } from './testing.js';

test('the TLS port is trusted by those who were given its certificate, and Outlook’s reps are not Google’s', async () => {
  await using sandbox = await freshSandbox();
  const answer = await fetch(`${sandbox.tlsUrl}/nothing-here`);
  expect(answer.status).toBe(500);
  const { accounts } = await sandbox.client.state();
  expect(accounts.find((one) => one.email === ADA_OUTLOOK)).toMatchObject({ provider: 'microsoft', place: 0 });
  expect((await sandbox.client.mailbox({ email: ADA_OUTLOOK })).messages).toHaveLength(3);
});

test('a certificate from before a host was added is made anew, else it stays', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-certificate-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'mail-page-certificate.json');
  const first = await certificate(dir);
  const same = await certificate(dir);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), names: ['mail.google.com'] }));
  const other = await certificate(dir);
  expect(same.spki).toBe(first.spki);
  expect(other.spki).not.toBe(first.spki);
});
