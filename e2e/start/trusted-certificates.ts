import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file for NODE_EXTRA_CA_CERTS, which takes only one: the sandbox's certificate, and with it what this machine adds
 * already, such as the certificate of a company's proxy.
 */
export function trustedCertificates(stateDir: string, sandbox: string, own = process.env.NODE_EXTRA_CA_CERTS): string {
  if (!own || !existsSync(own)) return sandbox;
  const both = join(stateDir, 'trusted-certificates.pem');
  writeFileSync(both, [own, sandbox].map((path) => readFileSync(path, 'utf8').trimEnd()).join('\n'));
  return both;
}
