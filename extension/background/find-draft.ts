import type { DraftId } from '#shared/ids.js';
import type { FindDraft } from '../messaging/protocol.js';
import type { Db, DraftRow } from './db.js';

/**
 * Our draft of what a compose was opened with. What we have beyond that is kept as another version. `isOpen` says which are
 * in a compose already: on a page that names no drafts, two mails may begin with the same words.
 */
export async function findDraft(db: Db, ask: FindDraft, isOpen: (id: DraftId) => boolean, at: number) {
  const { webmailDraftId, text } = ask;
  return await db.transaction('rw', db.drafts, db.versions, db.webmailDrafts, async () => {
    const draftId = webmailDraftId
      ? (await db.webmailDrafts.get(webmailDraftId))?.draftId
      : likest(await db.drafts.filter(({ id }) => !isOpen(id)).toArray(), ask);
    if (!draftId) return null;
    const row = await db.drafts.get(draftId);
    if (row && !row.over && !wordsOf(text).startsWith(wordsOf(row.content.text))) {
      const kept = await db.versions.where({ draftId }).toArray();
      if (!kept.some(({ content }) => wordsOf(content.text) === wordsOf(row.content.text)))
        await db.versions.add({ draftId, content: row.content, at });
    }
    return { draftId, isSending: row?.sendKey != null, thread: row?.content.thread ?? null };
  });
}

/** Fewer say nothing: half of all mails begin with the same greeting. */
const tellingWords = 20;

/**
 * The draft with the same words under the same subject in the same mailbox. Failing that, one to the same people of which
 * one text begins with the other: a page that went before it had saved opens with less than we have, and one we were cut
 * off from by an update with more. Of several the one to the same people, then the latest; never one to others or in
 * another conversation: many prospects get the same words.
 */
function likest(rows: DraftRow[], { text, like }: FindDraft): DraftId | undefined {
  const words = wordsOf(text);
  const people = lowered(like.to);
  const peopleOf = ({ content }: DraftRow) => lowered(content.to.map(({ email }) => email));
  const fits = (row: DraftRow) =>
    !row.over &&
    row.mailbox === like.mailbox &&
    row.webmail === like.webmail &&
    row.content.subject === like.subject &&
    mayMeet(peopleOf(row), people) &&
    mayBeSame(row.content.thread?.conversationId ?? null, like.conversationId);
  const isTo = (row: DraftRow) => peopleOf(row).join() === people.join();
  const best = (found: DraftRow[]) =>
    found.toSorted((a, b) => Number(isTo(b)) - Number(isTo(a)) || b.rev - a.rev)[0]?.id;
  if (words === '') return undefined;
  const fitting = rows.filter(fits);
  const same = best(fitting.filter(({ content }) => wordsOf(content.text) === words));
  return same ?? best(fitting.filter((row) => isTo(row) && goesOn(wordsOf(row.content.text), words)));
}

/** Whether one of the two is the other and more. */
function goesOn(a: string, b: string): boolean {
  const [shorter = '', longer = ''] = [a, b].sort((one, other) => one.length - other.length);
  return shorter.length >= tellingWords && longer.startsWith(shorter);
}

const lowered = (emails: string[]) => emails.map((email) => email.toLowerCase());

/** Nobody on one side: the page hides them until asked, or the rep had not said yet. */
const mayMeet = (some: string[], others: string[]) =>
  some.length === 0 || others.length === 0 || some.some((one) => others.includes(one));

const mayBeSame = (one: string | null, other: string | null) => one === null || other === null || one === other;

/** How a mail page stores line breaks and spaces is its own affair. */
const wordsOf = (text: string) => text.split(/\s+/).join(' ').trim();
