import { useEffect, useRef } from 'react';
import { PanelView } from './PanelView.js';
import { type Panel, pressed } from './start.js';
import { useStore } from './store.js';

const meanings: Record<string, 'accept' | 'skip' | 'next'> = { Enter: 'accept', Backspace: 'skip', ArrowDown: 'next' };

/** The panel with its wires: sizes its frame, hears its keys. What is seen is `PanelView`. */
export function App({ panel: { store, acts, desk } }: { panel: Panel }) {
  const state = useStore(store);
  const measured = useRef<HTMLDivElement>(null);
  const wanted = state.focused !== null || state.slips.length > 0;
  const docked = state.focused === null;

  useEffect(() => {
    const element = measured.current;
    if (!element) return;
    const tell = () => void desk('fit', { height: element.offsetHeight, docked, wanted }).catch(() => undefined);
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    tell();
    return () => observer.disconnect();
  }, [desk, docked, wanted]);

  useEffect(() => {
    const listening = new AbortController();
    const hear = (event: KeyboardEvent) => {
      const meaning = event.altKey ? meanings[event.key] : undefined;
      if (event.key === 'Escape' || (event.altKey && event.code === 'KeyL')) acts.leave();
      else if (meaning) pressed(meaning, store.get(), acts);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', hear, { signal: listening.signal });
    return () => listening.abort();
  }, [store, acts]);

  return (
    <div ref={measured}>
      <PanelView state={state} acts={acts} />
    </div>
  );
}
