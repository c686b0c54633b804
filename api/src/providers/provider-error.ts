/**
 * Why a provider did not do what was asked, told by what one can do about it.
 * `unclear`: it may have happened. `refused`, `busy` and `signedOut`: it did not.
 */
export type ProviderFailure =
  | { kind: 'signedOut' }
  | { kind: 'busy'; retryAfterMs: number }
  | { kind: 'cursorExpired' }
  /** `reason` is a sentence for the rep. */
  | { kind: 'refused'; reason: string }
  | { kind: 'unclear' };

export class ProviderError extends Error {
  constructor(
    readonly failure: ProviderFailure,
    cause?: unknown,
  ) {
    super(`the mail provider: ${failure.kind}`, { cause });
  }
}
