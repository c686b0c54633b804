import type { Content } from '../wire.js';
import { tell } from './session.js';

/** Outlook's own time is not known; this is near what one sees. */
const AUTOSAVE_MS = 2000;

export interface Saver {
  /** Something has changed; a while later it is saved. */
  changed(): void;
  /** Saves now what is not yet saved, and waits until nothing is under way. */
  settle(): Promise<void>;
  /** From here on nothing is saved, until `begin`. */
  end(): void;
  begin(): void;
  draftId(): string | null;
  /** Runs after the saves that are under way. */
  after<T>(work: () => Promise<T>): Promise<T>;
}

/** Keeps what a compose holds as a draft of the mailbox. */
export function saver(
  draftId: string | null,
  content: () => Omit<Content, 'draftId'>,
  saved: (at: number | 'not') => void,
): Saver {
  let isDirty = false;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function after<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function save(): Promise<void> {
    if (!isDirty || isOver) return;
    isDirty = false;
    try {
      const stored = await tell<{ draftId: string; at: number }>('save', { ...content(), draftId });
      draftId = stored.draftId;
      if (!isOver) saved(stored.at);
    } catch {
      isDirty = true;
      saved('not');
    }
  }

  function settle(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return after(save);
  }

  return {
    changed: () => {
      isDirty = true;
      timer ??= setTimeout(() => void settle(), AUTOSAVE_MS);
    },
    settle,
    end: () => {
      isOver = true;
      clearTimeout(timer);
      timer = undefined;
    },
    begin: () => {
      isOver = false;
    },
    draftId: () => draftId,
    after,
  };
}
