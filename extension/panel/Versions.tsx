import type { DraftView } from '../messaging/protocol.js';

interface Props {
  versions: DraftView['versions'];
  onDone: (id: number) => void;
}

/** The other text of a draft that was changed in two places, to read and copy from until the rep is done with it. */
export function Versions({ versions, onDone }: Props) {
  return (
    <>
      {versions.map(({ id, content, at }) => (
        <details className="version" key={id}>
          <summary>
            Another version, from {new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
          </summary>
          <p className="subject">{content.subject}</p>
          <p className="text">{content.text}</p>
          <button type="button" onClick={() => onDone(id)}>
            I don't need it
          </button>
        </details>
      ))}
    </>
  );
}
