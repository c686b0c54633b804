/** What works without signing in, and the one step to the rest. */
export function SignIn({ onSignIn }: { onSignIn: () => void }) {
  return (
    <section className="sign-in">
      <p>Your drafts are kept on this computer. Sign in to keep them in your account, get suggestions and send.</p>
      <button type="button" className="primary" data-testid="sign-in" onClick={onSignIn}>
        Sign in with Google
      </button>
    </section>
  );
}
