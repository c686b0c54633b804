import { z } from 'zod';

/**
 * What can go wrong with one call, by name:
 * - before commit: the connection breaks and nothing happened;
 * - after commit before answer: it happened and the connection breaks;
 * - answer cut in half: it happened and half of the answer arrives;
 * - commits late: the connection breaks at once and it happens `ms` later;
 * - slow answer: it happened and the answer comes `ms` later; hangs: the same, and the answer never comes;
 * - a number: that status without anything having happened; "503 after commit": it happened although the answer says not.
 * Each provider answers in its own words; a reason only the other one gives is refused.
 */
export const Fault = z.enum([
  'before commit',
  'after commit before answer',
  'answer cut in half',
  'commits late',
  'slow answer',
  'hangs',
  '400',
  '401',
  '403 rateLimitExceeded',
  '403 userRateLimitExceeded',
  '403 dailyLimitExceeded',
  '403 domainPolicy',
  '403 insufficientPermissions',
  '404',
  '408',
  '429',
  '500',
  '503',
  '503 after commit',
  '400 interaction_required',
  '403 ErrorAccessDenied',
  '504',
  '504 after commit',
]);
export type Fault = z.infer<typeof Fault>;

/** One fault, waiting for the call it will hit. `operation` is the provider's method, as in 'drafts.send' or 'messages.createReply', or '*'. */
export const PlannedFault = z.object({
  operation: z.string(),
  fault: Fault,
  /** How many calls it hits. */
  times: z.number().int().positive().default(1),
  /** For 'commits late' and 'slow answer'; for '429' how long to wait. */
  ms: z.number().int().min(0).default(500),
});
export type PlannedFault = z.infer<typeof PlannedFault>;

/** The faults planned and not yet used up; the first that fits a call is taken. */
export class Faults {
  private planned: PlannedFault[] = [];

  plan(fault: PlannedFault): void {
    this.planned.push({ ...fault });
  }

  /** The fault that hits this call, if any; uses it up. */
  take(operation: string): PlannedFault | undefined {
    const hit = this.planned.find((fault) => fault.operation === operation || fault.operation === '*');
    if (!hit) return undefined;
    hit.times -= 1;
    if (hit.times === 0) this.planned = this.planned.filter((fault) => fault !== hit);
    return hit;
  }

  /** What is still waiting; a test that ends with some left has not tested what it says. */
  waiting(): PlannedFault[] {
    return this.planned.map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.planned = [];
  }
}
