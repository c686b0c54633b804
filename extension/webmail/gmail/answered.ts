/**
 * The id Gmail's API knows a message by, of how its page names it: `#msg-f:` and the id in decimal. What began as a draft
 * on the page is `msg-a:` and has no such number.
 */
export function messageIdOf(permId: string): string | null {
  const decimal = /^#?msg-f:(\d+)$/.exec(permId)?.[1];
  return decimal ? BigInt(decimal).toString(16) : null;
}
