import type { Fact, Hunk } from '#shared/suggestion.js';
import { Key } from './Key.js';
import { confidenceWord } from './words.js';

interface Props {
  hunk: Hunk;
  text: string;
  facts: Fact[];
  onAccept: () => void;
  onSkip: () => void;
  onAcceptAll: (() => void) | null;
}

/** One change: what goes, what comes, why, and what it rests on. */
export function HunkCard({ hunk, text, facts, onAccept, onSkip, onAcceptAll }: Props) {
  const used = facts.filter(({ id }) => hunk.factIds.includes(id));
  const { before, after } = around(text, hunk);
  return (
    <section className="hunk" data-testid="hunk" aria-label="Suggestion">
      <p className="diff">
        {before && <span className="context">{before}</span>}
        {hunk.remove && (
          <del>
            <span className="sign" aria-hidden="true">
              −
            </span>
            <span data-testid="hunk-remove">{hunk.remove}</span>
          </del>
        )}
        {hunk.insert && (
          <ins>
            <span className="sign" aria-hidden="true">
              +
            </span>
            <span data-testid="hunk-insert">{hunk.insert}</span>
          </ins>
        )}
        {after && <span className="context">{after.trimStart()}</span>}
      </p>
      <p className="why">
        {hunk.why} · {confidenceWord(hunk.confidence)}
      </p>
      {used.map((fact) => (
        <p className="fact" key={fact.id} title={`${fact.text} (${fact.source}, ${fact.date})`}>
          <span className="tag">fact</span>
          <span>
            {fact.text}{' '}
            <span className="source">
              {fact.source}, {day(fact.date)}
            </span>
          </span>
        </p>
      ))}
      <div className="row">
        <button type="button" className="accept" data-testid="accept" onClick={onAccept} aria-keyshortcuts="Alt+Enter">
          Accept <Key sign="↵" />
        </button>
        <button type="button" data-testid="skip" onClick={onSkip} aria-keyshortcuts="Alt+Backspace">
          Skip <Key sign="⌫" />
        </button>
        {onAcceptAll && (
          <button type="button" className="quiet end" data-testid="accept-all" onClick={onAcceptAll}>
            Accept all
          </button>
        )}
      </div>
    </section>
  );
}

/** A few words on either side, on the same line of the draft, so that a small change can be read in its place. */
function around(text: string, { span }: Hunk): { before: string; after: string } {
  const lead = text.slice(text.lastIndexOf('\n', Math.max(0, span.start - 1)) + 1, span.start);
  const lineEnd = text.indexOf('\n', span.end);
  const tail = text.slice(span.end, lineEnd === -1 ? undefined : lineEnd);
  const words = 5;
  const beforeWords = lead.split(/(?<=\s)/);
  const afterWords = tail.split(/(?<=\s)/);
  return {
    before: (beforeWords.length > words ? '… ' : '') + beforeWords.slice(-words).join(''),
    after: afterWords.slice(0, words).join('') + (afterWords.length > words ? '…' : ''),
  };
}

const day = (date: string) =>
  new Date(`${date}T12:00:00`).toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' });
