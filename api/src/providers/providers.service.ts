import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Refusal } from '../http/problem.js';
import type { Access } from './access.js';
import { GmailClient } from './gmail/gmail-client.js';
import { GmailProvider } from './gmail/gmail-provider.js';
import { GoogleSignIn } from './google-sign-in.js';
import type { Provider } from './provider.js';

/** Hands out the mail providers, wired to whatever servers the settings name. */
@Injectable()
export class ProvidersService {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  gmail(access: Access): Provider {
    const { gmailUrl } = this.google();
    return new GmailProvider(
      new GmailClient(access, { gmailUrl, timeoutMs: this.config.sendTimeoutMs }),
      this.config.pubsubTopic,
    );
  }

  googleSignIn(): GoogleSignIn {
    return new GoogleSignIn(this.google(), this.config.sendTimeoutMs);
  }

  private google() {
    if (this.config.google) return this.config.google;
    throw new Refusal(
      'unavailable',
      'Google is not set up here. Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or start with `npm start`, which brings a sandbox.',
    );
  }
}
