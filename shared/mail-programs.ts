import type { Webmail } from './draft.js';
import type { ProviderName } from './mailbox.js';

interface MailProgram {
  /** What reps call it. */
  title: 'Gmail' | 'Outlook';
  provider: ProviderName;
  /** Whose account one signs in with, and its part of the address /auth/… */
  account: 'Google' | 'Microsoft';
  signIn: 'google' | 'microsoft';
}

/** A mail program in all its roles: the page a rep writes on, the mail API behind it, and who signs them in. */
export const mailPrograms: Readonly<Record<Webmail, MailProgram>> = {
  gmail: { title: 'Gmail', provider: 'gmail', account: 'Google', signIn: 'google' },
  outlook: { title: 'Outlook', provider: 'graph', account: 'Microsoft', signIn: 'microsoft' },
};
