import { randomBytes } from 'node:crypto';

export function newNonce(): string {
  return randomBytes(12).toString('base64');
}

/**
 * Headers in the manner of mail.google.com: script only by nonce or through such a script, and Trusted Types enforced
 * without a list of policy names (Google Workspace blog, January 2024; captures in public repositories). A list without
 * InboxSDK's policy would stop it, and Gmail sends none.
 */
export function gmailHeaders(nonce: string): Record<string, string | string[]> {
  const script = `script-src 'report-sample' 'nonce-${nonce}' 'unsafe-inline' 'strict-dynamic' https: http: 'unsafe-eval'`;
  return {
    'content-security-policy': [
      `${script}; object-src 'none'; base-uri 'self'; report-uri /mail/cspreport`,
      "require-trusted-types-for 'script'; report-uri /mail/cspreport",
    ],
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'referrer-policy': 'origin',
  };
}
