import type { Request } from './question.js';
import type { Open } from './state.js';

const rewrites: { request: Request; word: string }[] = [
  { request: 'clearer', word: 'Clearer' },
  { request: 'shorten', word: 'Shorten' },
  { request: 'fix', word: 'Fix' },
];

/** What can be asked of the engine. Words, not icons; nothing is asked by itself. */
export function AskBar({ open, onAsk }: { open: Open; onAsk: (request: Request) => void }) {
  const isReading = open.glow.name === 'Thinking';
  const { text, to } = open.compose.content;
  const noText = text.trim() === '' ? 'Write a few words first.' : null;
  const noOne = to.length === 0 ? 'Add a recipient first.' : null;
  const button = (request: Request, word: string, reason: string | null) => (
    <button
      key={request}
      type="button"
      data-testid={`ask-${request}`}
      disabled={isReading || reason !== null}
      title={reason ?? undefined}
      onClick={() => onAsk(request)}
    >
      {word}
    </button>
  );
  return (
    <section className="ask" aria-label="Ask Lumina">
      {button('personalize', 'Personalize', noText ?? noOne)}
      <fieldset className="rewrites" aria-label="Rewrite">
        {rewrites.map(({ request, word }) => button(request, word, noText))}
      </fieldset>
    </section>
  );
}
