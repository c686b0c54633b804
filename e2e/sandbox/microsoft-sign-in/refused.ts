import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../http.js';

/** What Microsoft says when it gives no token: the OAuth error, and its own number and words. */
export function refused(status: number, error: string, number: number, words: string): Answer {
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return json(
    {
      error,
      error_description: `AADSTS${number}: ${words} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id,
      correlation_id,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
    status,
  );
}
