import { createHash } from 'node:crypto';

/** Grows whenever a rule, template or weight changes, so that the same id always stands for the same answer. */
export const engineVersion = 1;

/** The name of a question: equal for equal content, whatever the order of its keys. 32 hex digits. */
export const contentHash = (kind: string, input: unknown): string =>
  createHash('sha256')
    .update(`${engineVersion} ${kind} ${canonical(input)}`)
    .digest('hex')
    .slice(0, 32);

/** A small number from a text, to choose between equal variants without chance. */
export const pick = <T>(from: readonly T[], by: string): T | undefined =>
  from[Number.parseInt(createHash('sha256').update(by).digest('hex').slice(0, 8), 16) % Math.max(1, from.length)];

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
