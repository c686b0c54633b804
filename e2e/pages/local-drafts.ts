/// <reference lib="dom" />
import type { DraftRow } from '../../extension/background/db.js';
import type { RepBrowser } from './rep-browser.js';

/**
 * The drafts in the extension's own database, as they stand on disk. Read from a file of the extension that runs no code of
 * its own, so that looking wakes nothing up.
 */
export async function localDrafts({ browser, extensionId }: RepBrowser): Promise<DraftRow[]> {
  const page = await browser.newPage();
  try {
    await page.goto(`chrome-extension://${extensionId}/lumina.json`);
    return (await page.evaluate(readAll, 'lumina', 'drafts')) as DraftRow[];
  } finally {
    await page.close();
  }
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
