import { bodyOf, type Field, field, fieldsOf } from './letter.js';

/** One node of a mail's MIME tree. */
export interface Part {
  /** As Gmail numbers them: '' for the whole, then '0', '1', '1.0' … */
  partId: string;
  mimeType: string;
  fields: Field[];
  filename: string;
  /** The content with its transfer encoding taken off; text is UTF-8 whatever it was. Empty for multiparts. */
  content: Buffer;
  parts: Part[];
}

/** The tree of a whole mail. */
export function mimeTree(raw: Uint8Array, partId = ''): Part {
  const type = parameterised(field(raw, 'Content-Type') ?? 'text/plain');
  const filename =
    parameterised(field(raw, 'Content-Disposition') ?? '').parameters.filename ?? type.parameters.name ?? '';
  const node = { partId, mimeType: type.value, fields: fieldsOf(raw), filename };
  const boundary = type.value.startsWith('multipart/') ? type.parameters.boundary : undefined;
  if (boundary !== undefined) {
    const parts = cut(bodyOf(raw), boundary).map((bytes, index) =>
      mimeTree(bytes, partId === '' ? `${index}` : `${partId}.${index}`),
    );
    return { ...node, content: Buffer.alloc(0), parts };
  }
  const decoded = decode(bodyOf(raw), field(raw, 'Content-Transfer-Encoding') ?? '7bit');
  const content = type.value.startsWith('text/') ? toUtf8(decoded, type.parameters.charset) : decoded;
  return { ...node, content, parts: [] };
}

/** All nodes, the root first. */
export function walk(part: Part): Part[] {
  return [part, ...part.parts.flatMap(walk)];
}

/** The text a reader would see first, or '' when there is none. */
export function textOf(raw: Uint8Array, mimeType: 'text/plain' | 'text/html'): string {
  const found = walk(mimeTree(raw)).find((part) => part.mimeType === mimeType && part.filename === '');
  return found?.content.toString('utf8') ?? '';
}

/** The parts between the boundary lines of a multipart body. */
export function cut(body: Buffer, boundary: string): Buffer[] {
  const text = body.toString('latin1');
  const line = new RegExp(
    `(?:^|\\r?\\n)--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(--)?[ \\t]*(?:\\r?\\n|$)`,
    'g',
  );
  const parts: Buffer[] = [];
  let start = -1;
  for (let hit = line.exec(text); hit; hit = line.exec(text)) {
    if (start >= 0) parts.push(Buffer.from(text.slice(start, hit.index), 'latin1'));
    if (hit[1] !== undefined) return parts;
    start = hit.index + hit[0].length;
    // The line break that ends one boundary may begin the next: an empty part.
    if (/\n$/.test(hit[0])) line.lastIndex = start - 1;
  }
  return parts;
}

/** A header value such as `text/plain; charset="utf-8"`, taken apart. */
export function parameterised(header: string): { value: string; parameters: Record<string, string> } {
  const [value = '', ...rest] = header.match(/(?:[^;"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const parameters: Record<string, string> = {};
  for (const item of rest) {
    const equals = item.indexOf('=');
    if (equals < 0) continue;
    parameters[item.slice(0, equals).trim().toLowerCase()] = item
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
  }
  return { value: value.trim().toLowerCase(), parameters };
}

function decode(body: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64');
    case 'quoted-printable':
      return unquote(body.toString('latin1'));
    default:
      return body;
  }
}

function unquote(text: string): Buffer {
  const joined = text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function toUtf8(bytes: Buffer, charset = 'utf-8'): Buffer {
  try {
    return Buffer.from(new TextDecoder(charset).decode(bytes));
  } catch {
    return bytes; // a charset nobody knows: as it came
  }
}
