import { useState } from 'react';
import type { Open } from './state.js';

const choices = [0, 5, 10, 30];
const remembered = 'undoSeconds';

interface Props {
  open: Open;
  isSignedIn: boolean;
  onSend: (undoSeconds: number) => Promise<void>;
}

/** The one primary button. Where it cannot be pressed, it says why. */
export function SendBar({ open, isSignedIn, onSend }: Props) {
  const [undoSeconds, setUndoSeconds] = useState(() => recall());
  const [isSending, setIsSending] = useState(false);
  const reason = whyNot(open, isSignedIn);
  const send = async () => {
    setIsSending(true);
    await onSend(undoSeconds);
    setIsSending(false);
  };
  return (
    <footer className="send">
      <button
        type="button"
        className="primary"
        data-testid="send"
        disabled={reason !== null || isSending}
        aria-describedby={reason ? 'why-not' : undefined}
        onClick={() => void send()}
      >
        {isSending ? 'Sending…' : 'Send'}
      </button>
      {reason ? (
        <span className="reason" id="why-not">
          {reason}
        </span>
      ) : (
        <label className="undo-for">
          undo for
          <select
            value={undoSeconds}
            onChange={(event) => {
              setUndoSeconds(Number(event.target.value));
              localStorage.setItem(remembered, event.target.value);
            }}
          >
            {choices.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} s
              </option>
            ))}
          </select>
        </label>
      )}
    </footer>
  );
}

function whyNot({ compose }: Open, isSignedIn: boolean): string | null {
  if (!isSignedIn) return 'Sign in to send with Lumina';
  if (compose.unsendable === 'reply') return "Replies go out with Gmail's own Send for now";
  if (compose.unsendable === 'forward') return "This forwards files: use Gmail's own Send";
  if (compose.unsendable === 'attachments') return "This has attachments: use Gmail's own Send";
  if (compose.unsendable === 'recipients') return "Not every address is shown here: use Gmail's own Send";
  if (compose.content.to.length === 0) return 'Add a recipient to send';
  return null;
}

function recall(): number {
  const seconds = Number(localStorage.getItem(remembered) ?? 10);
  return choices.includes(seconds) ? seconds : 10;
}
