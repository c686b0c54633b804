import { Injectable } from '@nestjs/common';
import type { MailboxId, OrganisationId } from '#shared/ids.js';
import { EmailsService, type SentEmail } from '../emails/emails.service.js';
import type { ProviderMessage } from '../providers/provider.js';
import { classify } from './classify.js';
import { answerFinding, bounceFindings, type Finding, type Found, recipientOf } from './findings.js';
import { type Incoming, readIncoming } from './incoming.js';

/** `isOpen`: it refers to mail we do not know, and may be about one whose sending is not recorded yet. */
export interface Recognised {
  findings: Finding[];
  isOpen: boolean;
}

interface ReadMailbox {
  id: MailboxId;
  organisationId: OrganisationId;
  address: string;
  /** Its provider's promise. */
  idsStay: boolean;
}

const NOTHING: Recognised = { findings: [], isOpen: false };

/** Finds the email a received message belongs to. */
@Injectable()
export class Recogniser {
  constructor(private readonly emails: EmailsService) {}

  async recognise(mailbox: ReadMailbox, message: ProviderMessage): Promise<Recognised> {
    const incoming = await readIncoming(message.mime).catch(() => undefined);
    if (!incoming || incoming.from?.email === mailbox.address.toLowerCase()) return NOTHING;
    const found: Found = {
      mailboxId: mailbox.id,
      messageId: message.id,
      name: nameOf(mailbox.idsStay, message.id, incoming),
      at: message.at,
    };
    const known = classify(incoming);
    if (known.kind === 'report') return NOTHING;
    const named = await this.named(mailbox, known.about);
    switch (known.kind) {
      case 'bounce':
        if (!named) return { findings: [], isOpen: known.about.length > 0 };
        return { findings: bounceFindings(known.failed, named, incoming, found), isOpen: false };
      case 'autoReply':
      case 'letter': {
        const email = named ?? (await this.inThread(mailbox, message, incoming));
        if (!email) return { findings: [], isOpen: known.about.length > 0 };
        const kind = known.kind === 'letter' ? 'reply' : 'autoReply';
        return { findings: [answerFinding(kind, email, incoming, found)], isOpen: false };
      }
    }
  }

  private async named({ id, organisationId }: ReadMailbox, messageIds: string[]) {
    return messageIds.length === 0
      ? undefined
      : this.emails.findSent(organisationId, id, { messageIds, threadId: null });
  }

  /** A thread alone proves nothing (Gmail joins threads by subject too): it has to be a recipient, writing later. */
  private async inThread(
    { id, organisationId }: ReadMailbox,
    { threadId, at }: ProviderMessage,
    { from }: Incoming,
  ): Promise<SentEmail | undefined> {
    const email = await this.emails.findSent(organisationId, id, { messageIds: [], threadId });
    return email && recipientOf(email, from?.email) && at > email.acceptedAt ? email : undefined;
  }
}

/** By what a message is known to the log for ever: its Message-ID, where the provider's id, which no sender can choose, may change. */
const nameOf = (idsStay: boolean, id: string, { messageId }: Incoming): string => (idsStay ? id : (messageId ?? id));
