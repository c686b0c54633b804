import { z } from 'zod';
import { ProviderError } from './provider-error.js';

const Me = z.object({
  /** The mailbox's first address; null for an account without one in this tenant. */
  mail: z.string().nullish(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
});
export type Me = z.infer<typeof Me>;

/** Whose token it is, as Graph says. @throws ProviderError */
export async function readMe(graphUrl: string, accessToken: string, timeoutMs: number): Promise<Me> {
  const response = await fetch(`${graphUrl}me?$select=mail,userPrincipalName,displayName`, {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new ProviderError({ kind: 'unclear' }, error);
  });
  if (response.status >= 500 || response.status === 429)
    throw new ProviderError({ kind: 'unclear' }, new Error(`/me answered ${response.status}`));
  const read = Me.safeParse(await response.json().catch(() => undefined));
  if (response.ok && read.success) return read.data;
  throw new ProviderError(
    { kind: 'refused', reason: 'Microsoft does not say whose mailbox this is.' },
    new Error(`/me answered ${response.status}`),
  );
}
