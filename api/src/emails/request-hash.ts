import { createHash } from 'node:crypto';
import type { SendEmail } from '#shared/email.js';

/** Tells whether a repeated key comes with the same request: sha256 of it as JSON with its names in order. */
export const requestHash = (request: SendEmail): string =>
  createHash('sha256')
    .update(JSON.stringify(request, (_, value: unknown) => (isRecord(value) ? sorted(value) : value)))
    .digest('base64url');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
