import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { z } from 'zod';
import { BROWSER_HOSTS, HOSTS } from './hosts.js';

const YEAR_MS = 365 * 24 * 3600 * 1000;

const NAMES = [...BROWSER_HOSTS, ...HOSTS.microsoft];

const Kept = z.object({ key: z.string(), cert: z.string(), until: z.number(), names: z.array(z.string()) });
type Kept = z.infer<typeof Kept>;

interface Certificate {
  key: string;
  cert: string;
  /** Lets one browser trust exactly this one. */
  spki: string;
  /** The certificate alone, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
}

/** Key and certificate for all names of the TLS port, kept in the state directory. */
export async function certificate(directory: string): Promise<Certificate> {
  const path = join(directory, 'mail-page-certificate.json');
  const known = existsSync(path) ? Kept.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined;
  const kept = known && isGood(known) ? known : await make();
  if (kept !== known) writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
  const caFile = join(directory, 'certificate.pem');
  writeFileSync(caFile, kept.cert);
  const spki = createPublicKey(kept.cert).export({ type: 'spki', format: 'der' });
  return { key: kept.key, cert: kept.cert, spki: createHash('sha256').update(spki).digest('base64'), caFile };
}

/** Lets this process trust it, as NODE_EXTRA_CA_CERTS does for a process that is started with it. */
export function trust(caFile: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(caFile, 'utf8')]);
}

/** One made before a host was added would be refused under that host's name. */
function isGood(kept: Kept): boolean {
  return kept.until > Date.now() && NAMES.every((name) => kept.names.includes(name));
}

async function make(): Promise<Kept> {
  const until = Date.now() + YEAR_MS;
  const altNames = NAMES.map((name) =>
    isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  // A name of its own: who trusts several sandboxes looks the certificate up by it.
  const name = `Lumina sandbox ${randomBytes(8).toString('hex')}`;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(until + 24 * 3600 * 1000),
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key: made.private, cert: made.cert, until, names: NAMES };
}
