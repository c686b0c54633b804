import { load } from '@inboxsdk/core';
import type { Address } from '#shared/draft.js';
import type { Compose, Webmail } from '../webmail.js';
import { type ComposeView, GmailCompose } from './gmail-compose.js';

/** Has the shape InboxSDK checks offline. Its terms ask for a registered one (free) before publishing in a store. */
const appId = 'sdk_lumina_375ff59ef4';

/** Gmail's page, through InboxSDK. Both its telemetry flags stay off: on, it reports errors with our text in them. */
export async function openGmail(): Promise<Webmail> {
  const sdk = await load(2, appId, { eventTracking: false, globalErrorLogging: false });
  const composes = new Map<ComposeView, Compose>();
  const of = (view: ComposeView): Compose => {
    const known = composes.get(view);
    if (known) return known;
    const compose = new GmailCompose(view);
    composes.set(view, compose);
    compose.signal.addEventListener('abort', () => composes.delete(view));
    return compose;
  };
  return {
    name: 'gmail',
    account: () => sdk.User.getEmailAddress(),
    onCompose: (start) => {
      sdk.Compose.registerComposeViewHandler((view) => start(of(view)));
    },
    probe: () => ({}), // InboxSDK's selectors are InboxSDK's to check
    open: async (content) => {
      const view = await sdk.Compose.openNewComposeView();
      const compose = of(view);
      if (content.to.length > 0) view.setToRecipients(content.to.map(written));
      if (content.cc.length > 0) view.setCcRecipients(content.cc.map(written));
      if (content.bcc.length > 0) view.setBccRecipients(content.bcc.map(written));
      view.setSubject(content.subject);
      // InboxSDK 2.2.26 writes the field without telling the page.
      view.getSubjectInput().dispatchEvent(new Event('input', { bubbles: true }));
      view.setBodyHTML(content.html);
      compose.focus();
      return compose;
    },
  };
}

const written = ({ name, email }: Address) =>
  name && name !== email ? `"${name.replaceAll('"', '')}" <${email}>` : email;
