import { call } from '../messaging/call.js';
import type { Webmail } from '../webmail/webmail.js';

/** A compose is whole by then, or will not be. */
const settledMs = 4000;
const betweenMs = 10 * 60_000;

let lastAt = 0;

/** Tells the background which parts of the page are where we believe them to be, now and then while composes are open. */
export function lookSoon(webmail: Webmail, signal: AbortSignal): void {
  if (Date.now() - lastAt < betweenMs) return;
  lastAt = Date.now();
  const timer = setTimeout(() => {
    const parts = webmail.probe();
    if (Object.keys(parts).length === 0) return;
    const { host, userAgent } = { host: document.location.host, userAgent: navigator.userAgent };
    const [, name = 'Unknown', version = '0'] = /(Firefox|Edg|Chrome)\/(\d+)/.exec(userAgent) ?? [];
    const language = document.documentElement.lang || navigator.language;
    const look = { webmail: webmail.name, host: host || 'blank', browser: `${name} ${version}`, language, parts };
    void call('keepPageLook', look).catch(() => undefined);
  }, settledMs);
  signal.addEventListener('abort', () => clearTimeout(timer));
}
