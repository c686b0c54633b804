import { Key } from './Key.js';
import { hunksOf, type Open } from './state.js';
import { ringOf } from './words.js';

interface Props {
  open: Open;
  onNext: () => void;
  onDismiss: () => void;
}

/** The ring's word, with the light beside it, and where the rep is among the suggestions. */
export function GlowLine({ open, onNext, onDismiss }: Props) {
  const { glow, at } = open;
  const count = hunksOf(open).length;
  if (glow.name === 'Idle') return glow.note ? <p className="note">{glow.note}</p> : null;
  return (
    <div className="glow" data-state={glow.name}>
      <span className="light" aria-hidden="true" />
      <span role="status">{ringOf(glow).word}</span>
      {count > 1 && (
        <button type="button" className="quiet end" onClick={onNext} aria-keyshortcuts="Alt+ArrowDown">
          {at + 1} of {count} <Key sign="↓" />
        </button>
      )}
      {glow.name === 'Stale' && (
        <button type="button" className="quiet end" onClick={onDismiss}>
          Put away
        </button>
      )}
    </div>
  );
}
