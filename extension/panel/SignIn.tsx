import type { Webmail } from '#shared/draft.js';
import { mailPrograms } from '#shared/mail-programs.js';
import type { View } from '../messaging/protocol.js';
import type { Acts } from './acts.js';

interface Props {
  mailbox: string;
  webmail: Webmail;
  view: View;
  onSignIn: Acts['signIn'];
}

/** What works without signing in, and the one step to the rest. */
export function SignIn({ mailbox, webmail, view, onSignIn }: Props) {
  const { account, provider } = mailPrograms[webmail];
  const { signedInAs, signedInName, providers } = view;
  const signIn = `Sign in with ${account}`;
  if (!signedInAs) {
    return (
      <section className="sign-in">
        <p>Your drafts are kept on this computer. Sign in to keep them in your account, get suggestions and send.</p>
        <button
          type="button"
          className="primary"
          data-testid="sign-in"
          onClick={() => void onSignIn({ connect: false })}
        >
          {signIn}
        </button>
      </section>
    );
  }
  const connect = `Connect to ${signedInName ?? signedInAs}`;
  // One person has a mailbox in each program more often than two in one: there it is likelier to be somebody else.
  const isLikelyTheirs = !providers.includes(provider);
  return (
    <section className="sign-in">
      <p>
        Lumina is signed in as {signedInAs}. What you write as {mailbox} is kept on this computer until you connect it,
        or its owner signs in.
      </p>
      <div className="row">
        <button
          type="button"
          className="primary"
          data-testid="sign-in"
          onClick={() => void onSignIn({ connect: isLikelyTheirs })}
        >
          {isLikelyTheirs ? connect : signIn}
        </button>
        <button
          type="button"
          className="quiet"
          data-testid="sign-in-otherwise"
          onClick={() => void onSignIn({ connect: !isLikelyTheirs })}
        >
          {isLikelyTheirs ? signIn : connect}
        </button>
      </div>
    </section>
  );
}
