/** The header block of a mail, read and changed as bytes: the body is never touched, so what was signed or hashed stays. */

export interface Field {
  name: string;
  /** Unfolded, still in its encoded form, bytes above 127 as latin1. */
  value: string;
}

/** The fields of a mail (or of one MIME part), in their order. */
export function fieldsOf(raw: Uint8Array): Field[] {
  return split(raw).lines.map((line) => {
    const colon = line.indexOf(':');
    return {
      name: line.slice(0, colon).trim(),
      value: line
        .slice(colon + 1)
        .replace(/\r?\n[ \t]+/g, ' ')
        .trim(),
    };
  });
}

/** The first field of that name (any case), or undefined. */
export function field(raw: Uint8Array, name: string): string | undefined {
  return fieldsOf(raw).find((one) => one.name.toLowerCase() === name.toLowerCase())?.value;
}

/** What follows the header block. */
export function bodyOf(raw: Uint8Array): Buffer {
  return split(raw).body;
}

/**
 * The same mail with other header fields: a string sets the field (in place where there was one, else at the end),
 * null takes it away.
 */
export function withFields(raw: Uint8Array, changes: Record<string, string | null>): Buffer {
  const { lines, body } = split(raw);
  const open = new Map(Object.entries(changes).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const seen = new Set<string>();
  const kept = lines.flatMap((line) => {
    const key = line.slice(0, line.indexOf(':')).trim().toLowerCase();
    const change = open.get(key);
    if (!change) return [line];
    if (change.value === null || seen.has(key)) return [];
    seen.add(key);
    return [`${change.name}: ${change.value}`];
  });
  for (const [key, { name, value }] of open) if (value !== null && !seen.has(key)) kept.push(`${name}: ${value}`);
  return join(kept, body);
}

/** The same mail with one more field on top, as each server on the way adds one. */
export function withFieldOnTop(raw: Uint8Array, name: string, value: string): Buffer {
  const { lines, body } = split(raw);
  return join([`${name}: ${value}`, ...lines], body);
}

/** The bare addresses in address fields such as To: enough for mail made by programs, not a full RFC 5322 grammar. */
export function addressesIn(raw: Uint8Array, ...names: string[]): string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = fieldsOf(raw)
    .filter((one) => wanted.has(one.name.toLowerCase()))
    .flatMap((one) => one.value.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[^\s<>,;:()]+@[^\s<>,;:()]+/g) ?? []);
  return [...new Set(found.map((address) => address.toLowerCase()))];
}

/** The ids in a field such as References. */
export function idsIn(raw: Uint8Array, name: string): string[] {
  return field(raw, name)?.match(/<[^<>\s]+>/g) ?? [];
}

function join(lines: string[], body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

function split(raw: Uint8Array): { lines: string[]; body: Buffer } {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = headEnd(bytes);
  const head = bytes.subarray(0, end.at).toString('latin1');
  const lines = head.split(/\r?\n(?![ \t])/).filter((line) => line.includes(':'));
  return { lines, body: bytes.subarray(end.at + end.length) };
}

function headEnd(bytes: Buffer): { at: number; length: number } {
  if (bytes.subarray(0, 2).toString('latin1') === '\r\n') return { at: 0, length: 2 };
  const ends = [
    { at: bytes.indexOf('\r\n\r\n'), length: 4 },
    { at: bytes.indexOf('\n\n'), length: 2 },
  ].filter((end) => end.at >= 0);
  return ends.sort((one, other) => one.at - other.at)[0] ?? { at: bytes.length, length: 0 };
}
