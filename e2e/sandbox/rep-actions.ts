import { account } from './accounts.js';
import { type Composed, composeMail } from './compose-mail.js';
import { createDraft, type Draft, deleteDraft, draft, sendDraft, updateDraft } from './drafts.js';
import { addressesIn } from './letter.js';
import type { Mailbox, Message } from './mailbox.js';
import { textOf } from './mime-tree.js';
import { subjectOf } from './people.js';
import { draftIdOf } from './provider-ids.js';

/** What a rep does by hand, from another device: the API's drafts may change or go under its feet. */

export interface ByHand {
  to?: string[] | undefined;
  subject?: string | undefined;
  html?: string | undefined;
}

export async function writeDraft(mailbox: Mailbox, by: ByHand): Promise<Draft> {
  const raw = await composeMail(content(mailbox, undefined, by), { keepsXHeaders: true });
  return createDraft(mailbox, raw).draft;
}

export async function editDraft(mailbox: Mailbox, id: string, by: ByHand): Promise<Draft> {
  const open = must(mailbox, id);
  const before = mailbox.message(open.messageId);
  const raw = await composeMail(content(mailbox, before, by), {
    before,
    keepsXHeaders: mailbox.flags.pageKeepsXHeaders,
  });
  return updateDraft(mailbox, open, raw).draft;
}

export function sendDraftByHand(mailbox: Mailbox, id: string): Message {
  return sendDraft(mailbox, must(mailbox, id), 'page');
}

export function deleteDraftByHand(mailbox: Mailbox, id: string): void {
  deleteDraft(mailbox, must(mailbox, id));
}

function content(mailbox: Mailbox, before: Message | undefined, by: ByHand): Composed {
  const to = by.to ?? (before ? addressesIn(before.raw, 'To') : []);
  return {
    from: { name: account(mailbox.store, mailbox.email)?.name ?? '', address: mailbox.email },
    to: to.map((address) => ({ name: '', address })),
    cc: [],
    bcc: [],
    subject: by.subject ?? (before ? subjectOf(before.raw) : ''),
    html: by.html ?? (before ? textOf(before.raw, 'text/html') : ''),
  };
}

function must(mailbox: Mailbox, id: string): Draft {
  const open = draft(mailbox, draftIdOf(mailbox, id));
  if (open?.state !== 'open') throw new Error(`no open draft ${id} in ${mailbox.email}`);
  return open;
}
