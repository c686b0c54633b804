interface Presses {
  toggle: () => void;
  /** Whether a suggestion can be accepted by a key pressed at `target`. */
  isReady: (target: EventTarget | null) => boolean;
  pressed: (what: 'accept' | 'skip' | 'next') => void;
}

const meanings: Record<string, 'accept' | 'skip' | 'next'> = { Enter: 'accept', Backspace: 'skip', ArrowDown: 'next' };

/** Lumina's keys on the mail page: Alt+L opens the panel; the others mean something only while a suggestion is shown. */
export function listenForKeys(signal: AbortSignal, { toggle, isReady, pressed }: Presses) {
  const take = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const meaning = meanings[event.key];
    if (event.code === 'KeyL') toggle();
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
