import { mailPrograms } from '#shared/mail-programs.js';
import type { SignInWay } from '#shared/user.js';
import type { SignInTrouble } from './sign-in.service.js';

interface Names {
  /** Whose account it is. */
  account: string;
  /** The mail program behind it. */
  title: string;
}

const words: Record<SignInTrouble, (names: Names) => { title: string; text: string }> = {
  expired: () => ({
    title: 'This sign-in is over',
    text: 'It took too long, was opened in another browser, or was used already. Close this tab and start it again from Lumina.',
  }),
  declined: ({ account }) => ({
    title: 'You are not signed in',
    text: `${account} was not allowed to let Lumina in, so nothing was changed. Your drafts stay on this computer. Start again from Lumina whenever you like, or ask your administrator first where ${account} wants their approval.`,
  }),
  unticked: ({ title }) => ({
    title: 'A permission is missing',
    text: `Lumina needs both ${title} permissions: one to send the mail you wrote, one to notice the answer. Close this tab, start again from Lumina, and leave both ticked.`,
  }),
  noRefresh: ({ account }) => ({
    title: `${account} let Lumina in only for an hour`,
    text: `Take Lumina out of the connected apps of your ${account} account (${APPS[account]}), then start again from Lumina.`,
  }),
  noMailbox: ({ account }) => ({
    title: 'There is no mailbox with this account',
    text: `Lumina sends from a mailbox of your own, and this ${account} account has none. Start again from Lumina with the account you read your mail with.`,
  }),
  colleague: () => ({
    title: 'This mailbox is somebody else’s in Lumina',
    text: 'Another person of your organisation connected it, or you did in a sign-in of its own. It stays theirs. Sign in with that account instead, or connect another mailbox.',
  }),
  elsewhere: () => ({
    title: 'This mailbox is connected elsewhere',
    text: 'Another organisation uses Lumina with this address. Ask whoever runs Lumina there to disconnect it first.',
  }),
  unreachable: ({ account }) => ({
    title: `${account} does not answer`,
    text: 'Nothing was changed. Close this tab and start again from Lumina in a minute.',
  }),
  notSetUp: ({ account }) => ({
    title: `Signing in with ${account} is not set up here`,
    text: `Whoever runs this Lumina can set ${account.toUpperCase()}_CLIENT_ID and ${account.toUpperCase()}_CLIENT_SECRET, or start it with npm start, which brings a sandbox.`,
  }),
};

/** Where a person sees what they let in. */
const APPS: Record<string, string> = {
  Google: 'myaccount.google.com/connections',
  Microsoft: 'myapps.microsoft.com for work, account.microsoft.com for yourself',
};

const names = (way: SignInWay): Names => (way === 'google' ? mailPrograms.gmail : mailPrograms.outlook);

export const donePage = () =>
  page('You are signed in', 'You can close this tab. Lumina goes on in the tab where you started.');

export function troublePage(trouble: SignInTrouble, way: SignInWay) {
  const { title, text } = words[trouble](names(way));
  return page(title, text);
}

/** Said by the pages' answers: nothing may run, nothing may frame them, and the code in the address goes to nobody. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

// Only our own sentences come in here, so nothing is escaped.
const page = (title: string, text: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Lumina</title>
<style>
:root { color-scheme: light dark; --text: #1f2328; --soft: #57606a; --page: #fff; --line: #d0d7de }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --soft: #a5adb6; --page: #1b1d21; --line: #3b4048 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif }
main { max-width: 26rem; margin: 24px; padding: 24px; border: 1px solid var(--line); border-radius: 8px }
h1 { margin: 0 0 8px; font-size: 20px; font-weight: 600 }
p { margin: 0; color: var(--soft) }
</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;
