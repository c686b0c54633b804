/** Outlook makes its Trusted Types at boot and does not start beside a default policy of somebody else's. */

interface Policy {
  createHTML(html: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string | null }): Policy;
}

let own: Policy | undefined;

/** Throws when there is a default policy already. Its own default lets nothing through: who has HTML makes it trusted. */
export function claimTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory & { defaultPolicy: unknown } };
  if (!trustedTypes) return;
  if (trustedTypes.defaultPolicy) throw new Error('Duplicated Default Trusted Types policy');
  trustedTypes.createPolicy('default', { createHTML: () => null });
  own = trustedTypes.createPolicy('owamail#html', { createHTML: (html) => html });
}

/** A document in which nothing runs or loads. */
export function parsed(html: string): Document {
  return new DOMParser().parseFromString((own ? own.createHTML(html) : html) as string, 'text/html');
}
