import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { SendEmail } from '#shared/email.js';
import { DraftId } from '#shared/ids.js';

/** A mail ready to be sent at once, as the extension would ask for it. */
export function letterTo(address: string, { from, subject = 'Month-end close' }: { from: string; subject?: string }) {
  return {
    draftId: DraftId.parse(randomUUID()),
    from,
    to: [{ name: '', email: address }],
    cc: [],
    bcc: [],
    subject,
    html: '<div>Would Thursday suit you?</div>',
    text: 'Would Thursday suit you?',
    undoSeconds: 0,
    acceptedSpans: [],
    aiShare: 0,
    webmailDraftId: null,
  } satisfies z.input<typeof SendEmail>;
}
