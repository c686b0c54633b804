/// <reference lib="dom" />
import type { DraftRow } from '../../extension/background/db.js';
import type { RepBrowser } from './rep-browser.js';

/** The drafts in the extension's own database, as they stand on disk. Looking wakes nothing up. */
export async function localDrafts(rep: RepBrowser): Promise<DraftRow[]> {
  return (await rep.atExtension(readAll, 'lumina', 'drafts')) as DraftRow[];
}

function readAll(database: string, table: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    opening.onerror = () => reject(opening.error);
    // Nobody wrote yet: leave no empty database behind, or the extension would find one without tables.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onsuccess = () => {
      const db = opening.result;
      const reading = db.transaction(table).objectStore(table).getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        db.close();
        resolve(reading.result);
      };
    };
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }) as Promise<unknown[]>;
}
