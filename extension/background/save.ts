import { z } from 'zod';
import { Thread, Webmail } from '#shared/draft.js';
import { DraftId } from '#shared/ids.js';
import type { Db, DraftRow } from './db.js';

const Addresses = z.array(z.object({ name: z.string(), email: z.string() }));

/**
 * As a mail tab sends it: its process also runs the mail page, so it is parsed like anything else from outside. Only its
 * shape: a text too long for the API, or an address that is none, is kept here all the same.
 */
export const LocalSave = z.object({
  draftId: DraftId,
  rev: z.int().positive(),
  content: z.object({
    to: Addresses,
    cc: Addresses,
    bcc: Addresses,
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    thread: Thread.nullable().default(null),
  }),
  mailbox: z.string().max(320),
  from: z.string().max(320),
  webmail: Webmail,
  webmailDraftId: z.string().max(200).nullable(),
});
export type LocalSave = z.infer<typeof LocalSave>;

/**
 * Writes a draft and its outbox mark in one transaction. A repeat, or a save overtaken by a later one, changes nothing.
 * @returns the revision that is on disk now.
 */
export async function saveHere(db: Db, save: LocalSave): Promise<{ rev: number }> {
  return await db.transaction('rw', db.drafts, db.webmailDrafts, async () => {
    const known = await db.drafts.get(save.draftId);
    if (known && known.rev >= save.rev) return { rev: known.rev };
    const webmailDraftId = save.webmailDraftId ?? known?.webmailDraftId ?? null;
    await db.drafts.put({ ...(known ?? firstRow), ...pick(save), webmailDraftId, dirty: 1, problem: null, over: 0 });
    if (webmailDraftId) await db.webmailDrafts.put({ webmailDraftId, draftId: save.draftId });
    return { rev: save.rev };
  });
}

/** The mail page sent or dropped the draft itself. One that a send of ours has in hand stays until that is settled. */
export async function leave(db: Db, draftId: DraftId): Promise<void> {
  await db.transaction('rw', db.drafts, async () => {
    const row = await db.drafts.get(draftId);
    if (row && !row.sendKey) await db.drafts.update(draftId, { over: 1, dirty: 0 });
  });
}

/** Every trace of a draft that is no draft any more. */
export async function forget(db: Db, draftId: DraftId): Promise<void> {
  await db.transaction('rw', [db.drafts, db.versions, db.accepted, db.webmailDrafts], async () => {
    await db.drafts.delete(draftId);
    await db.versions.where({ draftId }).delete();
    await db.accepted.where({ draftId }).delete();
    await db.webmailDrafts.where({ draftId }).delete();
  });
}

const pick = ({ draftId, rev, content, mailbox, from, webmail }: LocalSave) => ({
  id: draftId,
  rev,
  content,
  mailbox,
  from,
  webmail,
});

const firstRow: Pick<DraftRow, 'revision' | 'base' | 'sendKey'> = { revision: 0, base: null, sendKey: null };
