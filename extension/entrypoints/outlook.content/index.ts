import { defineContentScript } from 'wxt/utils/define-content-script';
import { MailDesk } from '../../mail-tab/desk.js';
import { outlookHosts } from '../../webmail/outlook/hosts.js';
import { openOutlook } from '../../webmail/outlook/outlook.js';
import { pageWorld } from '../../webmail/outlook/page-world.js';
import { probe } from '../../webmail/outlook/probe.js';
import { NativeSends } from '../../webmail/outlook/sends.js';

export default defineContentScript({
  matches: outlookHosts,
  runAt: 'document_start',
  // Outlook pops a compose out into an empty window and draws in it from the one before.
  matchOriginAsFallback: true,
  async main(ctx) {
    try {
      pageWorld.meet(document);
      const sends = new NativeSends(window, ctx.signal);
      await ready();
      Object.assign(globalThis, { luminaProbe: () => probe(document) }); // to be asked by hand: docs/outlook-page.md
      const desk = new MailDesk(openOutlook(document, sends, ctx.signal), ctx.signal);
      ctx.onInvalidated(() => desk.orphaned());
    } catch (error) {
      // The mail page works without us, and must.
      console.debug('Lumina did not start:', error instanceof Error ? error.name : typeof error);
    }
  },
});

const ready = () =>
  new Promise<void>((resolve) => {
    if (document.readyState !== 'loading') return resolve();
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
