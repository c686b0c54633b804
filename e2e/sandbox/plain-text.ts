/**
 * What an HTML mail says, as plain text: lines where blocks and <br> end them, links as their text. Kept apart from the
 * product's own conversion on purpose: the two sides of a mail are never made by the same code.
 */
export function plainText(html: string): string {
  const text = html
    .replace(/<(style|script|head|title)\b[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\s*\/?>\s*(?=<\/(?:div|p|li|h[1-6])>)/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '* ')
    .replace(/<\/(?:p|h[1-6]|blockquote|ul|ol|table)>/gi, '\n\n')
    .replace(/<\/(?:div|li|tr)>/gi, '\n')
    // A block opened inside a line ends that line, as in Gmail's bodies: "one<div>two</div>".
    .replace(/([^\n>\s]) *(?=<(?:div|p|ul|ol|blockquote|table|h[1-6])\b)/gi, '$1\n')
    .replace(/<[^>]*>/g, '');
  return decodeEntities(text)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
