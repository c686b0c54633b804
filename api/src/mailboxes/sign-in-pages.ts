import type { SignInTrouble } from './sign-in.service.js';

const words: Record<SignInTrouble, { title: string; text: string }> = {
  expired: {
    title: 'This sign-in is over',
    text: 'It took longer than ten minutes, was opened in another browser, or was used already. Close this tab and start it again from Lumina.',
  },
  declined: {
    title: 'You are not signed in',
    text: 'Google was not allowed to let Lumina in, so nothing was changed. Your drafts stay on this computer. Start again from Lumina whenever you like.',
  },
  unticked: {
    title: 'A permission is missing',
    text: 'Lumina needs both Gmail permissions: one to send the mail you wrote, one to notice the answer. Close this tab, start again from Lumina, and leave both ticked.',
  },
  noRefresh: {
    title: 'Google let Lumina in only for an hour',
    text: 'Take Lumina out of the connected apps of your Google account (myaccount.google.com/connections), then start again from Lumina.',
  },
  elsewhere: {
    title: 'This mailbox is connected elsewhere',
    text: 'Another organisation uses Lumina with this address. Ask whoever runs Lumina there to disconnect it first.',
  },
  unreachable: {
    title: 'Google does not answer',
    text: 'Nothing was changed. Close this tab and start again from Lumina in a minute.',
  },
};

export const donePage = () =>
  page('You are signed in', 'You can close this tab. Lumina goes on in the tab where you started.');

export const troublePage = (trouble: SignInTrouble) => page(words[trouble].title, words[trouble].text);

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
