import { z } from 'zod';
import { field } from './letter.js';
import type { Mailbox } from './mailbox.js';

/** Extended properties of items: what a program may write on a mail without the mail carrying it. */
export const Property = z.object({ id: z.string(), value: z.string() });
export type Property = z.infer<typeof Property>;

export function propertiesOf(mailbox: Mailbox, messageId: string): Property[] {
  return mailbox.store.all(
    Property,
    'SELECT id, value FROM properties WHERE account = ? AND message_id = ? ORDER BY id',
    mailbox.email,
    messageId,
  );
}

export function setProperties(mailbox: Mailbox, messageId: string, properties: Property[]): void {
  for (const { id, value } of properties)
    mailbox.store.run(
      'INSERT INTO properties (account, message_id, id, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      mailbox.email,
      messageId,
      id,
      value,
    );
}

/** The copy in Sent Items carries what the draft carried. */
export function moveProperties(mailbox: Mailbox, from: string, to: string): void {
  if (from !== to) setProperties(mailbox, to, propertiesOf(mailbox, from));
}

/** What Lumina knows a mail of Exchange's by: its property, else the Message-ID where that is not Exchange's own. */
export function markerOf(mailbox: Mailbox, messageId: string, raw: Uint8Array): string | undefined {
  const own = propertiesOf(mailbox, messageId).find((one) => one.id.endsWith('LuminaSendId'));
  const [, local, domain = ''] = /^<(.+)@(.+)>$/.exec(field(raw, 'Message-ID') ?? '') ?? [];
  return own?.value ?? (domain.endsWith('.prod.outlook.com') ? undefined : local);
}
