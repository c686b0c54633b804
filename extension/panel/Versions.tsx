import type { DraftView } from '../messaging/protocol.js';

interface Props {
  versions: DraftView['versions'];
  /** What the draft says now. */
  text: string;
  onTake: (text: string) => void;
  onDone: (id: number) => void;
}

/** The other text of a draft that was changed in two places, to read, and to put in the place of this one, until the rep is done with it. */
export function Versions({ versions, text, onTake, onDone }: Props) {
  return (
    <>
      {versions.map(({ id, content, at }) => (
        <details className="version" key={id}>
          <summary>
            Another version, from {new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
          </summary>
          <p className="subject">{content.subject}</p>
          <p className="text">{content.text}</p>
          <div className="row">
            <button
              type="button"
              disabled={content.text === text}
              title={content.text === text ? 'The draft says this already.' : undefined}
              onClick={() => onTake(content.text)}
            >
              Use this version
            </button>
            <button type="button" className="quiet" onClick={() => onDone(id)}>
              I don't need it
            </button>
          </div>
        </details>
      ))}
    </>
  );
}
