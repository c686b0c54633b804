import { z } from 'zod';
import { MailboxId } from './ids.js';

export const ProviderName = z.enum(['gmail', 'graph']);
export type ProviderName = z.infer<typeof ProviderName>;

export const Mailbox = z.object({
  id: MailboxId,
  provider: ProviderName,
  address: z.string(),
  health: z.enum(['ok', 'signedOut']),
});
export type Mailbox = z.infer<typeof Mailbox>;
