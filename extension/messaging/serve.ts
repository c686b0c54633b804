import browser, { type Runtime } from 'webextension-polyfill';
import type { Envelope, Reply } from './call.js';
import { isOwnPage } from './own-page.js';
import { askedBy, type Handlers } from './protocol.js';

/**
 * Answers what pages ask. A forgotten handler does not compile. Messages that are not ours (InboxSDK's own injection
 * request) must get a synchronous `undefined`: a promise would answer them in InboxSDK's place.
 */
export function serve(handlers: Handlers): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (!isEnvelope(message) || sender.id !== browser.runtime.id) return undefined;
    if (!mayAsk(message.lumina, sender)) return Promise.resolve<Reply>({ error: `${message.lumina} is not for pages` });
    const handler = handlers[message.lumina] as (ask: unknown) => Promise<unknown>;
    return handler(message.ask).then(
      (answer): Reply => ({ answer }),
      (error: unknown): Reply => ({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** Our own pages may ask anything; `sender.origin` and `sender.url` are set by the browser, not by the sender. */
export function mayAsk(name: keyof Handlers, sender: Runtime.MessageSender): boolean {
  return askedBy[name] === 'mailTab' || isOwnPage(sender);
}

function isEnvelope(message: unknown): message is Envelope {
  if (typeof message !== 'object' || message === null || !('lumina' in message)) return false;
  return typeof message.lumina === 'string' && Object.hasOwn(askedBy, message.lumina);
}
