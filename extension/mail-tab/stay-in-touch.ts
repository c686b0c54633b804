import { type Browser, browser } from 'wxt/browser';
import type { DraftId } from '#shared/ids.js';
import { ports, type TabSays } from '../messaging/protocol.js';
import { guarded } from './guarded.js';
import { isOrphaned } from './saver.js';

/**
 * A port is what tells the background that a mail tab is open, and with which drafts; it ends with the worker and is opened
 * again. Where there is nobody to open it to any more, the extension was updated under this page.
 * @returns what says it at once.
 */
export function stayInTouch(signal: AbortSignal, open: () => DraftId[], onOrphaned: () => void): () => void {
  let port: Browser.runtime.Port | null = null;
  const say = () => port?.postMessage({ open: open() } satisfies TabSays);
  const connect = () => {
    if (signal.aborted) return;
    if (isOrphaned()) return onOrphaned();
    port = browser.runtime.connect({ name: ports.mailTab });
    const beat = setInterval(say, 20_000);
    port.onDisconnect.addListener(() => {
      port = null;
      clearInterval(beat);
      setTimeout(guarded(connect), 1000);
    });
    say();
  };
  connect();
  return guarded(say);
}
