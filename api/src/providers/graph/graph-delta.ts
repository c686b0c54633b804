import { z } from 'zod';
import type { MailboxPage, NewMessage } from '../provider.js';

/** Where mail that concerns us turns up. Graph tells changes by folder only. */
export const FOLDERS = ['inbox', 'sentitems'] as const;
export type Folder = (typeof FOLDERS)[number];

const PLACE = { inbox: 'received', sentitems: 'sent' } as const satisfies Record<Folder, NewMessage['place']>;

const Item = z.object({
  id: z.string(),
  conversationId: z.string().nullish(),
  receivedDateTime: z.string().optional(),
  isDraft: z.boolean().optional(),
  '@removed': z.object({}).optional(),
});

/** One page of a delta query, what we use of it: the last one carries the link the next walk begins with. */
export const DeltaPage = z.object({
  value: z.array(Item),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
export type DeltaPage = z.infer<typeof DeltaPage>;

/** The folders' delta links, by name. */
export type Links = Record<Folder, string>;

/** Where one is in the history: at links, or, before the first walk, at a time. */
export type Place = Links | { since: string };

const Links = z.strictObject({ inbox: z.string().min(1), sentitems: z.string().min(1) });
const Place = z.union([Links, z.strictObject({ since: z.iso.datetime() })]);

export const cursorOf = (place: Place): string => JSON.stringify(place);

/** Undefined where it is no cursor of Graph's. */
export function placeAt(cursor: string): Place | undefined {
  try {
    return Place.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined;
  }
}

/** What one walk of every folder adds up to. A message that only changed or went is no news. */
export function mailboxPage(walks: Record<Folder, readonly DeltaPage[]>, links: Links): MailboxPage {
  const added = new Map<string, NewMessage & { at: string }>();
  for (const folder of FOLDERS)
    for (const { value } of walks[folder])
      for (const { id, conversationId, receivedDateTime = '', isDraft, '@removed': removed } of value) {
        if (removed) added.delete(id);
        else
          added.set(id, {
            id,
            threadId: conversationId ?? '',
            place: isDraft ? 'draft' : PLACE[folder],
            at: receivedDateTime,
          });
      }
  // Each folder tells its own news in its own order; times are ISO 8601 in UTC, which sort as text.
  const inOrder = [...added.values()].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return { added: inOrder.map(({ at: _, ...message }) => message), cursor: cursorOf(links) };
}
