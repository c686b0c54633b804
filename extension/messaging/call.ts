// Not the polyfill: in the mail page its table of every call weighs more than what is called, and these answer with promises.
import { browser } from 'wxt/browser';
import type { Answer, Ask, Protocol } from './protocol.js';

export interface Envelope {
  lumina: keyof Protocol;
  ask: unknown;
}
export type Reply = { answer: unknown } | { error: string };

/**
 * Asks the background. A worker that was stopped is started by the message itself.
 * @throws when the background failed, or was stopped before it answered: asking again is safe.
 */
export async function call<Name extends keyof Protocol>(name: Name, ask: Ask<Name>): Promise<Answer<Name>> {
  const reply = await browser.runtime.sendMessage<Envelope, Reply | undefined>({ lumina: name, ask });
  if (!reply) throw new Error(`no answer to ${name}`);
  if ('error' in reply) throw new Error(reply.error);
  return reply.answer as Answer<Name>;
}

/** Asks until there is an answer, a few times: for what may safely be asked twice. @throws as `call`, in the end. */
export async function callAgain<Name extends keyof Protocol>(name: Name, ask: Ask<Name>): Promise<Answer<Name>> {
  for (const pauseMs of [100, 300, 1000]) {
    try {
      return await call(name, ask);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return await call(name, ask);
}
