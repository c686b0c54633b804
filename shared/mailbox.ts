import { z } from 'zod';
import { MailboxId } from './ids.js';

export const ProviderName = z.enum(['gmail', 'graph']);
export type ProviderName = z.infer<typeof ProviderName>;

/** What a rep calls the provider: it is named in sentences only so. */
export const mailProgram = (provider: ProviderName): 'Gmail' | 'Outlook' =>
  provider === 'gmail' ? 'Gmail' : 'Outlook';

export const Mailbox = z.object({
  id: MailboxId,
  provider: ProviderName,
  address: z.string(),
  health: z.enum(['ok', 'signedOut']),
});
export type Mailbox = z.infer<typeof Mailbox>;
