import { mailPrograms } from '#shared/mail-programs.js';
import type { SignInWay } from '#shared/user.js';

const accounts: Record<SignInWay, string> = {
  google: mailPrograms.gmail.account,
  microsoft: mailPrograms.outlook.account,
};

/** One button for each kind of account people can sign in with here. */
export function SignIn({ ways }: { ways: readonly SignInWay[] }) {
  if (ways.length === 0)
    return (
      <p>
        Nobody can sign in yet: whoever runs this Lumina sets up Google or Microsoft, as its README says under Settings.
      </p>
    );
  return (
    <div className="ways">
      {ways.map((way) => (
        <a key={way} className="button" href={`/auth/${way}?for=dashboard`}>
          Sign in with {accounts[way]}
        </a>
      ))}
    </div>
  );
}
