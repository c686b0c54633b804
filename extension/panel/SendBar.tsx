import { useState } from 'react';
import type { Webmail } from '#shared/draft.js';
import { mailPrograms } from '#shared/mail-programs.js';
import type { Open } from './state.js';

const choices = [0, 5, 10, 30];
const remembered = 'undoSeconds';

interface Props {
  open: Open;
  webmail: Webmail;
  isSignedIn: boolean;
  onSend: (undoSeconds: number) => Promise<void>;
}

/** The one primary button. Where it cannot be pressed, it says why. */
export function SendBar({ open, webmail, isSignedIn, onSend }: Props) {
  const [undoSeconds, setUndoSeconds] = useState(() => recall());
  const [isSending, setIsSending] = useState(false);
  const reason = whyNot(open, mailPrograms[webmail].title, isSignedIn);
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

function whyNot({ compose }: Open, mailProgram: string, isSignedIn: boolean): string | null {
  if (!isSignedIn) return 'Sign in to send with Lumina';
  switch (compose.unsendable) {
    case 'reply':
      return `${mailProgram} does not say which mail this answers: use its own Send`;
    case 'forward':
      return `Forwarded mail may hold files: use ${mailProgram}'s own Send`;
    case 'attachments':
      return `This has attachments: use ${mailProgram}'s own Send`;
    case 'recipients':
      return `${mailProgram} hides an address: use its own Send`;
    case null:
      return compose.content.to.length === 0 ? 'Add a recipient to send' : null;
  }
}

function recall(): number {
  const seconds = Number(localStorage.getItem(remembered) ?? 10);
  return choices.includes(seconds) ? seconds : 10;
}
