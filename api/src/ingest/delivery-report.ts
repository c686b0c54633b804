/** One recipient of a delivery report (RFC 3464). */
export interface ReportedRecipient {
  /** Lower case. The address as it was written to, and the one it was turned into on the way. */
  addresses: string[];
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** As `5.1.1` (RFC 3463). */
  status: string | null;
  diagnostic: string | null;
}

/** Reads the per-recipient blocks of a message/delivery-status part; blocks are parted by empty lines. */
export function readDeliveryReport(part: string): ReportedRecipient[] {
  return part
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf)
    .filter(hasRecipient)
    .map(recipientOf);
}

/** Folded lines joined; the first of repeated fields counts. */
function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
}

const hasRecipient = (fields: Map<string, string>) => fields.has('final-recipient') || fields.has('original-recipient');

function recipientOf(fields: Map<string, string>): ReportedRecipient {
  const action = (fields.get('action') ?? '').toLowerCase().split(/[\s(]/, 1)[0];
  const addresses = [fields.get('original-recipient'), fields.get('final-recipient')].flatMap(addressOf);
  return {
    addresses: [...new Set(addresses)],
    action: actions.find((known) => known === action) ?? 'unknown',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null,
    diagnostic: fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? null,
  };
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** `rfc822; ada@example.com` */
function addressOf(field: string | undefined): string[] {
  const address = /[^\s<>;"]+@[^\s<>;"]+/.exec(field?.replace(/^[\w-]+\s*;/, '') ?? '')?.[0];
  return address ? [address.toLowerCase()] : [];
}
