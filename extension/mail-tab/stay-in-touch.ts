import browser from 'webextension-polyfill';
import { ports } from '../messaging/protocol.js';
import { guarded } from './guarded.js';

/** A port is what tells the background that a mail tab is open; it ends with the worker and is opened again. */
export function stayInTouch(signal: AbortSignal): void {
  if (signal.aborted) return;
  const port = browser.runtime.connect({ name: ports.mailTab });
  const beat = setInterval(() => port.postMessage('here'), 20_000);
  port.onDisconnect.addListener(() => {
    clearInterval(beat);
    setTimeout(
      guarded(() => stayInTouch(signal)),
      1000,
    );
  });
}
