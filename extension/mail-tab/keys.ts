interface Presses {
  toggle: () => void;
  /** Whether a suggestion can be accepted by a key pressed at `target`. */
  isReady: (target: EventTarget | null) => boolean;
  pressed: (what: 'accept' | 'skip' | 'next') => void;
}

const meanings: Record<string, 'accept' | 'skip' | 'next'> = { Enter: 'accept', Backspace: 'skip', ArrowDown: 'next' };

/**
 * Option+L types a letter or a sign on a Mac: "@" in German, "ł" in Polish. Only where it would be a bare L, or the "¬"
 * of an English keyboard, is it ours.
 */
const isOpener = ({ code, key }: KeyboardEvent) => code === 'KeyL' && /^[lL¬]$/.test(key);

/** Lumina's keys on the mail page: Alt+L opens the panel; the others mean something only while a suggestion is shown. */
export function listenForKeys(signal: AbortSignal, { toggle, isReady, pressed }: Presses) {
  const take = (event: KeyboardEvent) => {
    if (!event.isTrusted || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const meaning = meanings[event.key];
    if (isOpener(event)) toggle();
    else if (meaning && isReady(event.target)) pressed(meaning);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // In the capture phase, before Gmail's own shortcuts.
  window.addEventListener(
    'keydown',
    (event) => {
      try {
        take(event);
      } catch {
        // A key of the rep's must arrive whatever we do.
      }
    },
    { signal, capture: true },
  );
}
