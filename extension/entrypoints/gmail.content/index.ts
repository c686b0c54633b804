import './firefox-chrome.js';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { MailDesk } from '../../mail-tab/desk.js';
import { openGmail } from '../../webmail/gmail/gmail.js';

export default defineContentScript({
  matches: ['https://mail.google.com/*'],
  runAt: 'document_end',
  async main(ctx) {
    try {
      const desk = new MailDesk(await openGmail(), ctx.signal);
      ctx.onInvalidated(() => desk.orphaned());
    } catch (error) {
      // The mail page works without us, and must.
      console.debug('Lumina did not start:', error instanceof Error ? error.name : typeof error);
    }
  },
});
