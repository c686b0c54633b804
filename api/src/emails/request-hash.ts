import { createHash } from 'node:crypto';
import type { SendEmail } from '#shared/email.js';

/**
 * Tells whether a repeated key comes with the same request: sha256 of it as JSON with its names in order. A new mail is
 * hashed as before there were replies, so that keys from then keep their answer.
 */
export const requestHash = ({ thread, ...request }: SendEmail): string =>
  createHash('sha256')
    .update(
      JSON.stringify(thread ? { ...request, thread } : request, (_, value: unknown) =>
        isRecord(value) ? sorted(value) : value,
      ),
    )
    .digest('base64url');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
