import { Inject, Injectable, Logger } from '@nestjs/common';
import { OAuth2Client } from 'google-auth-library';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';

/** Tells Google's pushes for this API from everybody else's calls. */
@Injectable()
export class GooglePushSignature {
  private readonly logger = new Logger('push');
  private readonly client: OAuth2Client | undefined;
  private readonly audience: string;
  private readonly serviceAccount: string;

  constructor(@Inject(CONFIG) config: Config) {
    // Kept for the life of the process: it holds Google's certificates as long as their headers allow.
    if (config.google)
      this.client = new OAuth2Client({ endpoints: { oauth2FederatedSignonPemCertsUrl: config.google.certsUrl } });
    this.audience = `${config.publicUrl}/push/gmail`;
    this.serviceAccount = config.pushServiceAccount;
  }

  /** The library checks signature, issuer, times and audience, but lets any account of Google's through: hence the e-mail. */
  async isGood(authorization: string | undefined): Promise<boolean> {
    const idToken = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!this.client || !idToken) return false;
    try {
      const claims = (await this.client.verifyIdToken({ idToken, audience: this.audience })).getPayload();
      return claims?.email === this.serviceAccount && claims.email_verified === true;
    } catch (error) {
      // The library's messages quote the token; its first words say enough.
      this.logger.warn(
        `a push was refused: ${error instanceof Error ? error.message.split(':', 1)[0]?.slice(0, 80) : 'unreadable'}`,
      );
      return false;
    }
  }
}
