import { z } from 'zod';
import type { Store } from './store.js';

/**
 * What nobody outside Google and Microsoft can know for certain, or what varies. Each unknown is one named flag with both answers,
 * so that a suite can run with either. The default is the answer thought likelier, or the worse where nobody can say.
 */
export const Flags = z.object({
  /** Does drafts.send give the sent message a new id? Documented: new; other stand-ins assume: same. */
  messageIdOnSend: z.enum(['new', 'same']).default('new'),
  /** Does the Message-ID Gmail mints for a draft survive drafts.send? Unknown. */
  messageIdHeaderOnSend: z.enum(['reminted', 'kept']).default('reminted'),
  /** What a second drafts.send of one draft answers. 404 seen most, 400 also reported. */
  secondSend: z.enum(['404', '400']).default('404'),
  /** drafts.get of a draft that was sent still answers 200, around a message labelled SENT (seen once in the field). */
  ghostWrapper: z.boolean().default(false),
  /** History records stay invisible this long after the change ("empty right after a push"). */
  historyLagMs: z.number().int().min(0).default(0),
  /** The historyId history.list answers while records are hidden: that of the last visible record, or the newest one. */
  historyLagCursor: z.enum(['visible', 'newest']).default('visible'),
  /** One more, empty, history page at the end: nextPageToken on the last page that carries records. */
  historyBareLastPage: z.boolean().default(false),
  /** messages.list with q does not see messages younger than this; get-by-id and lists without q do. */
  searchLagMs: z.number().int().min(0).default(0),
  /** Lists do not see drafts younger than this. Unknown whether Gmail or Exchange lags here. */
  draftListLagMs: z.number().int().min(0).default(0),
  /** Quota units per minute and account; 0 is off. Gmail: 6000 for projects made since May 2026. */
  quotaUnitsPerMinute: z.number().int().min(0).default(0),
  /** Extra copies of each push. */
  pushDuplicates: z.number().int().min(0).default(0),
  /** Pushes are lost on the way. */
  pushDrop: z.boolean().default(false),
  /** Each push leaves this much later. */
  pushDelayMs: z.number().int().min(0).default(0),
  /** Waiting pushes leave newest first, and one alone waits a moment for a companion. */
  pushReorder: z.boolean().default(false),
  /** When the page saves or sends a draft that the API has sent or deleted: it comes back to life, or the page is refused. */
  pageSaveAfterGone: z.enum(['recreates', 'refused']).default('recreates'),
  /** Do foreign X- headers of a draft live on when the rep edits or sends it in the page? Unknown. */
  pageKeepsXHeaders: z.boolean().default(true),
  /** What Outlook's page does with Send: the mail goes; an add-in's dialog stops it; it goes, and the compose stays a while. */
  outlookSend: z.enum(['ok', 'blocked', 'slow']).default('ok'),
  /** How long Outlook's page offers to take a Send back (a setting of the rep's, 10 s at most); 0 is off. */
  outlookUndoSendMs: z.number().int().min(0).max(10_000).default(0),
  /** Discarding in Outlook's page closes the dialog and leaves the compose where it is. */
  outlookDiscardFails: z.boolean().default(false),
  /** What /mail/inbox/id/… names: the newest message, or its conversation (ids of both kinds are seen in shared links). */
  outlookUrlNames: z.enum(['item', 'conversation']).default('item'),
  /** Has the rep a signature in Outlook? */
  outlookSignature: z.boolean().default(true),
  /** How long a mail Exchange has accepted lies in Drafts before the transport takes it. */
  graphTransportMs: z.number().int().min(0).default(200),
  /** Does the immutable id of a draft find the copy in Sent Items? The documentation says both. */
  graphIdOnSend: z.enum(['same', 'different']).default('same'),
  /** A second send of one draft, while the first is on its way or after: undocumented (docs issue open since 2023); the worse by default. */
  graphSecondSend: z.enum(['refused', 'duplicates']).default('duplicates'),
  /** Deleting a draft that was accepted for sending: does that stop it? Undocumented; the worse by default. */
  graphDeleteInTransit: z.enum(['does not stop', 'stops']).default('does not stop'),
  /** Lists and filters do not see an item of Sent Items younger than this; reading by id does. */
  graphSentLagMs: z.number().int().min(0).default(0),
  /** Does createReply take internetMessageId and extended properties in `message`, or only what is written on a mail? */
  graphReplyTakes: z.enum(['everything', 'the written']).default('everything'),
  /** Does Exchange's note of a failed delivery carry the machine-readable part? Seen with and without. */
  exchangeReport: z.enum(['whole', 'text only']).default('whole'),
  /** Every call of Graph takes this long, and holds one of the mailbox's four places meanwhile. */
  graphLatencyMs: z.number().int().min(0).default(0),
});
export type Flags = z.infer<typeof Flags>;

const Row = z.object({ name: z.string(), value: z.string() });

/** The flags as they stand. They are kept with the mail, so that a restart plays on by the same rules. */
export function readFlags(store: Store): Flags {
  const rows = store.all(Row, 'SELECT name, value FROM flags');
  return Flags.parse(Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value)])));
}

/** Sets the named flags and leaves the others as they are. */
export function setFlags(store: Store, flags: Partial<Flags>): Flags {
  store.transact(() => {
    for (const [name, value] of Object.entries(flags)) {
      if (value === undefined) continue;
      store.run(
        'INSERT INTO flags (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        name,
        JSON.stringify(value),
      );
    }
  });
  return readFlags(store);
}
