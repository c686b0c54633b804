interface Props {
  mailbox: string;
  /** Who is signed in, where that is somebody else than this mailbox's owner. */
  other: string | null;
  onSignIn: () => void;
}

/** What works without signing in, and the one step to the rest. */
export function SignIn({ mailbox, other, onSignIn }: Props) {
  return (
    <section className="sign-in">
      {other ? (
        <p>
          Lumina is signed in as {other}. Drafts of {mailbox} are kept on this computer, apart from theirs, until you
          sign in with it.
        </p>
      ) : (
        <p>Your drafts are kept on this computer. Sign in to keep them in your account, get suggestions and send.</p>
      )}
      <button type="button" className="primary" data-testid="sign-in" onClick={onSignIn}>
        Sign in with Google
      </button>
    </section>
  );
}
