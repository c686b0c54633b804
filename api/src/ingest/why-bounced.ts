/** What a bounce means for the rep, from its enhanced status code (RFC 3463, and the IANA registry that keeps them). */
export function whyBounced(status: string | null): string {
  const code = /^[45]\.(\d+\.\d+)$/.exec(status ?? '')?.[1] ?? '';
  if (/^1\.[12346]$|^1\.10$/.test(code)) return 'there is no such address';
  if (/^2\.1$/.test(code)) return 'this mailbox is closed';
  if (/^2\.2$/.test(code)) return 'the mailbox is full';
  if (/^2\.3$|^3\.4$/.test(code)) return 'the mail is too large for them';
  if (/^7\./.test(code)) return 'their mail server turned it away';
  if (/^4\./.test(code)) return 'their mail server could not be reached';
  return 'their mail server did not take it';
}
