import { randomUUID } from 'node:crypto';
import { badRequest } from './call.js';

/** An address must say back what it is told, as plain text and within ten seconds, before it is told anything else. */
export async function handshake(url: string, signal: AbortSignal): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const asked = new URL(url);
  asked.searchParams.set('validationToken', token);
  try {
    const answer = await fetch(asked, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    const isPlain = (answer.headers.get('content-type') ?? '').startsWith('text/plain');
    if (answer.status === 200 && isPlain && (await answer.text()) === token) return;
    throw refused(`answered ${answer.status} ${answer.headers.get('content-type')}`);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(how: string) {
  return badRequest(
    `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. (${how})`,
    'ValidationError',
  );
}
