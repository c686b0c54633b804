import type { Account } from './accounts.js';
import { escapeHtml } from './http.js';
import type { AuthRequest } from './oidc.js';
import { PAGE_STYLE } from './page-style.js';

/** What each permission means to the person who gives it. Sign-in scopes are not offered for unticking. */
const MEANING: Record<string, string> = {
  'https://www.googleapis.com/auth/gmail.compose': 'Write drafts and send email for you',
  'https://www.googleapis.com/auth/gmail.readonly': 'Read your email',
  'https://www.googleapis.com/auth/gmail.modify': 'Read, write and send email for you',
  'https://www.googleapis.com/auth/gmail.send': 'Send email for you',
  'https://www.googleapis.com/auth/gmail.metadata': 'See who wrote to you, not what they wrote',
  'https://mail.google.com/': 'Everything in your mailbox',
};

/** The sign-in page: pick an account, untick what you do not want to give, allow or cancel. One form, no script. */
export function consentPage(request: AuthRequest, people: Account[], query: string): string {
  const hinted = people.find((person) => person.email === request.login_hint || person.sub === request.login_hint);
  const chosen = hinted ?? people[0];
  const offered = request.scope.split(' ').filter((scope) => MEANING[scope] !== undefined);
  return signInPage(
    'Sign in with Google',
    `<h1>Sign in with Google</h1>
    <p class="soft">This is the sandbox’s sign-in: the accounts are made up and nothing leaves this computer.</p>
    <form method="post" action="/o/oauth2/v2/auth${escapeHtml(query)}">
      <fieldset><legend>Choose an account</legend>
        ${people.map((person) => accountChoice(person, person === chosen)).join('')}
      </fieldset>
      ${offered.length === 0 ? '' : `<fieldset><legend>Lumina asks to</legend>${offered.map(permission).join('')}</fieldset>`}
      <div class="row"><button name="decision" value="cancel">Cancel</button><button class="main" name="decision" value="allow">Allow</button></div>
    </form>`,
  );
}

/** What Google shows instead of redirecting when the request itself is wrong. */
export function refusalPage(reason: string): string {
  return signInPage(
    'Sign in with Google',
    `<h1>This sign-in request is not valid</h1><pre>${escapeHtml(reason)}</pre>`,
  );
}

/** One account to sign in as. */
export function accountChoice(person: Account, checked: boolean): string {
  return `<label><input type="radio" name="account" value="${escapeHtml(person.email)}"${checked ? ' checked' : ''} required>
    <span>${escapeHtml(person.name)}<br><span class="soft">${escapeHtml(person.email)}</span></span></label>`;
}

function permission(scope: string): string {
  const value = escapeHtml(scope);
  return `<input type="hidden" name="offered" value="${value}">
    <label><input type="checkbox" name="scope" value="${value}" checked> ${escapeHtml(MEANING[scope] ?? scope)}</label>`;
}

/** The frame of a provider's sign-in page. */
export function signInPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${title}</title><style>${PAGE_STYLE}
    main { max-width: 420px; margin: 10vh auto; } fieldset { border: 0; padding: 0; margin: 0 0 16px; }
    legend { font-size: 13px; color: var(--soft); padding: 0; margin-bottom: 4px; }
    label { display: flex; gap: 12px; align-items: center; min-height: 40px; padding: 4px 0; }
    .row { display: flex; gap: 8px; justify-content: flex-end; } pre { white-space: pre-wrap; }</style></head>
    <body><main class="card">${body}</main></body></html>`;
}
