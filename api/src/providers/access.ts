/** Who lets us in at a provider. The tokens are kept by somebody else; here they are only shown. */
export interface Access {
  /** An access token that should be good now. */
  token(): Promise<string>;
  /** Another one, because the provider did not take `stale`. @throws ProviderError signedOut when there is none to be had. */
  renew(stale: string): Promise<string>;
}
