import browser from 'webextension-polyfill';
import { journalPrefix } from '../messaging/journal.js';
import type { Db } from './db.js';
import { LocalSave, saveHere } from './save.js';

/**
 * Takes what closing pages left behind. A message sent while a page closes is dropped together with its sender, but
 * extension storage is written by the browser itself, and its change wakes the worker.
 * @returns whether anything was taken.
 */
export async function drainJournal(db: Db): Promise<boolean> {
  const all = await browser.storage.local.get(null);
  const entries = Object.entries(all).filter(([key]) => key.startsWith(journalPrefix));
  for (const [key, value] of entries) {
    const save = LocalSave.safeParse(value);
    if (save.success) await saveHere(db, save.data);
    else console.error('a journal entry is not a save', save.error.issues);
    const { [key]: now } = (await browser.storage.local.get(key)) as Record<string, { rev?: number } | undefined>;
    // Written again meanwhile: that write has an event of its own.
    if (!save.success || now?.rev === save.data.rev) await browser.storage.local.remove(key);
  }
  return entries.length > 0;
}
