import { z } from 'zod';
import type { Account } from '../accounts.js';
import { composeMail } from '../compose-mail.js';
import { createDraft, deleteDraft, draft, sendDraft, updateDraft } from '../drafts.js';
import { type Answer, json } from '../http.js';
import type { Message } from '../mailbox.js';
import { inTurn } from '../page-saves.js';
import type { World } from '../world.js';

const People = z.array(z.object({ name: z.string(), address: z.string() }));

const Content = z.object({
  draftId: z.string().nullable(),
  answers: z.string().nullable(),
  to: People,
  cc: People,
  bcc: People,
  subject: z.string(),
  html: z.string(),
});

/** Stores what a compose holds as a draft of the mailbox, and sends it when asked. Calls are done in the order they came. */
export function save(world: World, owner: Account, body: string, isSend: boolean): Promise<Answer> {
  return inTurn(world, () => store(world, owner, Content.parse(JSON.parse(body)), isSend));
}

/** Discard: the draft goes, if it was ever stored. */
export function discard(world: World, owner: Account, body: string): Answer {
  const mailbox = world.mailbox(owner.email);
  const doomed = draft(mailbox, z.object({ draftId: z.string() }).parse(JSON.parse(body)).draftId);
  if (doomed?.state === 'open') deleteDraft(mailbox, doomed);
  return json({});
}

async function store(world: World, owner: Account, content: z.infer<typeof Content>, isSend: boolean): Promise<Answer> {
  const mailbox = world.mailbox(owner.email);
  const known = content.draftId === null ? undefined : draft(mailbox, content.draftId);
  const open = known?.state === 'open' ? known : undefined;
  if (content.draftId !== null && !open && mailbox.flags.pageSaveAfterGone === 'refused')
    return json({ error: 'ErrorItemNotFound' }, 404);
  const parent = content.answers === null ? undefined : mailbox.message(content.answers);
  const raw = await composeMail(
    { from: { name: owner.name, address: owner.email }, ...content },
    {
      parent,
      before: open && mailbox.message(open.messageId),
      keepsXHeaders: mailbox.flags.pageKeepsXHeaders,
      around: outlooks,
    },
  );
  const message = mailbox.change((): Message & { draftId: string } => {
    const wanted = parent ? { threadId: parent.threadId } : {};
    const saved = open ? updateDraft(mailbox, open, raw) : createDraft(mailbox, raw, wanted);
    const stored = isSend ? sendDraft(mailbox, saved.draft, 'page') : saved.message;
    return { ...stored, draftId: saved.draft.id };
  });
  return json({ draftId: message.draftId, at: message.at });
}

/** What Outlook puts round the text of a mail. */
function outlooks(html: string): string {
  const style = '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>';
  const meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
  return `<html><head>${meta}${style}</head><body dir="ltr">${html}</body></html>`;
}
