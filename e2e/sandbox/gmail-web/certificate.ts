import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { z } from 'zod';

/** The names the browser is told to look for on this machine. */
export const HOSTS = {
  mail: 'mail.google.com',
  /** The same page where no extension runs: the other side of typing measurements. */
  control: 'control.lumina.test',
  /** Where InboxSDK reports to. */
  telemetry: ['api.inboxsdk.com', 'pubsub.googleapis.com'],
} as const;

const YEAR_MS = 365 * 24 * 3600 * 1000;

const Kept = z.object({ key: z.string(), cert: z.string(), until: z.number() });

/** Key and certificate for those names, kept in the state directory; `spki` lets one browser trust exactly this one. */
export async function certificate(directory: string): Promise<{ key: string; cert: string; spki: string }> {
  const path = join(directory, 'mail-page-certificate.json');
  const known = existsSync(path) ? Kept.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined;
  const kept = known && known.until > Date.now() ? known : await make(path);
  const spki = createPublicKey(kept.cert).export({ type: 'spki', format: 'der' });
  return { key: kept.key, cert: kept.cert, spki: createHash('sha256').update(spki).digest('base64') };
}

async function make(path: string): Promise<z.infer<typeof Kept>> {
  const names = [HOSTS.mail, HOSTS.control, ...HOSTS.telemetry];
  const until = Date.now() + YEAR_MS;
  const made = await generate([{ name: 'commonName', value: HOSTS.mail }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(until + 24 * 3600 * 1000),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) }],
  });
  const kept = { key: made.private, cert: made.cert, until };
  writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
  return kept;
}
