import { randomBytes } from 'node:crypto';

export function newNonce(): string {
  return randomBytes(12).toString('base64');
}

/** Where the browser complains about breaches of the page's policy. */
export const REPORTS = '/mail/cspreport';

/**
 * Headers in the manner of Outlook on the web: script by nonce and from a list of hosts, Trusted Types enforced (read in
 * public issue reports, opentabs#64 of April 2026; the live header is not known).
 */
export function outlookHeaders(nonce: string): Record<string, string | string[]> {
  const script = `script-src 'report-sample' 'nonce-${nonce}' 'self' https://res.cdn.office.net https://res.public.onecdn.static.microsoft`;
  return {
    'content-security-policy': [
      `${script}; object-src 'none'; base-uri 'self'; report-uri ${REPORTS}`,
      `require-trusted-types-for 'script'; report-uri ${REPORTS}`,
    ],
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  };
}
