import type { Account } from '../accounts.js';
import { type Ask, escapeHtml } from '../http.js';
import { accountChoice, signInPage } from '../oidc-page.js';
import type { AuthRequest } from './authorize.js';

/** What each permission means to the person who gives it; they are given all together or not at all. */
const MEANING: Record<string, string> = {
  'User.Read': 'Sign you in and read your profile',
  'Mail.Read': 'Read your mail',
  'Mail.ReadWrite': 'Read and write access to your mail',
  'Mail.Send': 'Send mail as you',
  offline_access: 'Maintain access to data you have given it access to',
};

/** The sign-in page: pick an account, accept or cancel. One form, no script. */
export function signInPageOf(request: AuthRequest, people: Account[], ask: Ask): string {
  const chosen = people.find((person) => person.email === request.login_hint?.toLowerCase()) ?? people[0];
  const wanted = request.scope
    .split(' ')
    .flatMap((scope) => MEANING[scope.replace('https://graph.microsoft.com/', '')] ?? []);
  return signInPage(
    'Sign in with Microsoft',
    `<h1>Sign in with Microsoft</h1>
    <p class="soft">This is the sandbox’s sign-in: the accounts are made up and nothing leaves this computer.</p>
    <form method="post" action="${escapeHtml(ask.url.pathname + ask.url.search)}">
      <fieldset><legend>Pick an account</legend>
        ${people.map((person) => accountChoice(person, person === chosen)).join('')}
      </fieldset>
      <fieldset><legend>Lumina would like to</legend>${wanted.map((one) => `<div>${one}</div>`).join('')}</fieldset>
      <div class="row"><button name="decision" value="cancel" formnovalidate>Cancel</button><button class="main" name="decision" value="allow">Accept</button></div>
    </form>`,
  );
}

/** What Microsoft shows instead of redirecting when the request itself is wrong. */
export function refusalPage(reason: string): string {
  return signInPage(
    'Sign in with Microsoft',
    `<h1>Sorry, but we’re having trouble signing you in</h1><pre>${escapeHtml(reason)}</pre>`,
  );
}
