import { browser } from 'wxt/browser';
import type { DraftId } from '#shared/ids.js';
import { call } from '../messaging/call.js';
import { journalPrefix } from '../messaging/journal.js';
import type { LocalSave } from '../messaging/protocol.js';

const retryMs = [250, 500, 1000, 2000, 5000];

/**
 * Brings the latest save of one draft to the background, one at a time, until it is on disk there. The worker may be
 * stopped in the middle: saves carry a growing `rev`, so that asking again does no harm.
 */
export class Saver {
  #latest: LocalSave | null = null;
  #saving: Promise<void> | null = null;
  #lastRev = 0;

  constructor(
    private readonly draftId: DraftId,
    private readonly onOrphaned: () => void,
  ) {}

  /** @returns when exactly this text, or a later one, is on disk. */
  save(save: Omit<LocalSave, 'draftId' | 'rev'>): Promise<void> {
    // The clock carries the order over reloads of the tab; within one millisecond the count does.
    this.#lastRev = Math.max(this.#lastRev + 1, Date.now());
    this.#latest = { ...save, draftId: this.draftId, rev: this.#lastRev };
    this.#saving ??= this.#drain().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  /** For a page that is about to go: extension storage needs no running worker, and outlives this page. */
  journal(): void {
    if (!this.#latest) return;
    void browser.storage.local.set({ [journalPrefix + this.draftId]: this.#latest }).catch(() => undefined);
  }

  async #drain(): Promise<void> {
    for (let failures = 0; this.#latest; ) {
      const taken = this.#latest;
      try {
        await call('saveDraft', taken);
        failures = 0;
        if (this.#latest === taken) this.#latest = null;
      } catch {
        if (isOrphaned()) return this.onOrphaned();
        this.journal();
        await new Promise((resolve) => setTimeout(resolve, retryMs[failures++] ?? 5000));
      }
    }
  }
}

/** After an update or removal of the extension this script lives on in the page, cut off from the rest. */
export const isOrphaned = (): boolean => {
  try {
    return browser.runtime.id === undefined;
  } catch {
    return true;
  }
};
