import { Inject, Injectable } from '@nestjs/common';
import type { MailboxId } from '#shared/ids.js';
import { SignInWay } from '#shared/user.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Refusal } from '../http/problem.js';
import type { Access } from './access.js';
import { GmailClient } from './gmail/gmail-client.js';
import { GmailProvider } from './gmail/gmail-provider.js';
import { GoogleSignIn } from './google-sign-in.js';
import { clientStateOf } from './graph/client-state.js';
import { GraphClient } from './graph/graph-client.js';
import { GraphProvider } from './graph/graph-provider.js';
import { MicrosoftSignIn } from './microsoft-sign-in.js';
import type { Provider } from './provider.js';
import type { SignIn } from './sign-in.js';

/** Hands out the mail providers, wired to whatever servers the settings name. */
@Injectable()
export class ProvidersService {
  private readonly signIns = new Map<SignInWay, SignIn>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  gmail(access: Access): Provider {
    const { gmailUrl } = this.google();
    return new GmailProvider(
      new GmailClient(access, { gmailUrl, timeoutMs: this.config.sendTimeoutMs }),
      this.config.pubsubTopic,
    );
  }

  graph(access: Access, mailbox: { id: MailboxId; address: string }): Provider {
    const { graphUrl } = this.microsoft();
    const { sendTimeoutMs: timeoutMs, publicUrl, secret } = this.config;
    return new GraphProvider(new GraphClient(access, { graphUrl, timeoutMs }), mailbox.address, {
      notificationUrl: `${publicUrl}/push/graph`,
      clientState: clientStateOf(secret, mailbox.id),
    });
  }

  /** Whose accounts one can sign in with here. */
  signInWays(): SignInWay[] {
    return SignInWay.options.filter((way) => this.config[way] !== undefined);
  }

  /** Kept, since Microsoft's way begins by asking the server what it is. */
  signIn(way: SignInWay): SignIn {
    const kept = this.signIns.get(way) ?? this.newSignIn(way);
    this.signIns.set(way, kept);
    return kept;
  }

  private newSignIn(way: SignInWay): SignIn {
    switch (way) {
      case 'google':
        return new GoogleSignIn(this.google(), this.config.sendTimeoutMs);
      case 'microsoft':
        return new MicrosoftSignIn(this.microsoft(), this.config.sendTimeoutMs);
    }
  }

  private microsoft() {
    if (this.config.microsoft) return this.config.microsoft;
    throw new Refusal(
      'unavailable',
      'Microsoft is not set up here. Set MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET, or start with `npm start`, which brings a sandbox.',
    );
  }

  private google() {
    if (this.config.google) return this.config.google;
    throw new Refusal(
      'unavailable',
      'Google is not set up here. Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or start with `npm start`, which brings a sandbox.',
    );
  }
}
