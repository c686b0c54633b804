import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { trustedCertificates } from './trusted-certificates.js';

test('the sandbox’s certificate is trusted beside what the machine trusts already', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-trust-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const [company, sandbox] = [join(dir, 'company.pem'), join(dir, 'sandbox.pem')];
  writeFileSync(company, 'COMPANY\n');
  writeFileSync(sandbox, 'SANDBOX\n');
  expect(trustedCertificates(dir, sandbox, '')).toBe(sandbox);
  expect(readFileSync(trustedCertificates(dir, sandbox, company), 'utf8')).toBe('COMPANY\nSANDBOX');
});
