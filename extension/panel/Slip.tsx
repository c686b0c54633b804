import { useEffect, useState } from 'react';
import type { SendView } from '../messaging/protocol.js';
import type { Acts } from './acts.js';
import { slipWords } from './words.js';

interface Props {
  send: SendView;
  trouble: string | null;
  acts: Acts;
  /** For the gallery; else the time now. */
  now?: number;
}

/** What became of a send: one line, from the undo window to the reply. */
export function Slip({ send, trouble, acts, now }: Props) {
  const ticking = useSeconds(send.at.name === 'undoable');
  const { text, can, tone } = slipWords(send, now ?? ticking);
  const [isBusy, setIsBusy] = useState(false);
  const doing = (act: Promise<void>) => {
    setIsBusy(true);
    void act.catch(() => undefined).finally(() => setIsBusy(false));
  };
  return (
    <section className="slip" data-testid="slip" data-tone={tone} data-stage={send.at.name} aria-label="Sent mail">
      <header className="head">
        <p className="whom" title={`${send.to}: ${send.subject}`}>
          {send.to} · {send.subject || 'no subject'}
        </p>
        {can !== 'undo' && (
          <button
            type="button"
            className="quiet away"
            aria-label="Put away"
            title="Put away"
            onClick={() => void acts.putAway(send.key)}
          >
            ×
          </button>
        )}
      </header>
      <div className="row">
        <span
          className="slip-status"
          data-testid="slip-status"
          role="status"
          aria-live={can === 'undo' ? 'off' : 'polite'}
        >
          {send.news && tone === 'good' && <span className="dot" aria-hidden="true" />}
          {text}
        </span>
        {(can === 'undo' || can === 'openAgain') && (
          <button type="button" data-testid="undo" disabled={isBusy} onClick={() => doing(acts.takeBack(send.key))}>
            {can === 'undo' ? 'Undo' : 'Open again'}
          </button>
        )}
        {can === 'settle' && (
          <span className="choice">
            <button type="button" disabled={isBusy} onClick={() => doing(acts.settle(send.key, 'sent'))}>
              It is there
            </button>
            <button type="button" disabled={isBusy} onClick={() => doing(acts.settle(send.key, 'dropped'))}>
              It is not
            </button>
          </span>
        )}
      </div>
      {trouble && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}

function useSeconds(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
