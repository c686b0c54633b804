import type { Compose, Webmail } from '../webmail.js';
import { fill, pressNewMail } from './open.js';
import type { OutlookCompose } from './outlook-compose.js';
import { mailboxIn } from './page-facts.js';
import { probe } from './probe.js';
import type { NativeSends } from './sends.js';
import { ComposeWatch } from './watch.js';

/** How long Outlook may take to open a compose. */
const openingMs = 8000;

/** Outlook's page, read and written through what any script could see of it. `sends` must be older than the page's scripts. */
export function openOutlook(page: Document, sends: NativeSends, signal: AbortSignal): Webmail {
  const starts: ((compose: Compose) => void)[] = [];
  const awaited: ((compose: OutlookCompose) => void)[] = [];
  let watch: ComposeWatch | null = null;
  let mailbox = '';
  return {
    name: 'outlook',
    account: () => {
      mailbox ||= mailboxIn(page);
      return mailbox;
    },
    onCompose: (start) => {
      starts.push(start);
      const seen =
        watch ??
        new ComposeWatch(
          page,
          (compose) => {
            // One with words in it the rep has opened meanwhile: it is not ours to fill.
            if (compose.read().text === '') for (const each of awaited.splice(0)) each(compose);
            for (const each of starts) each(compose);
          },
          signal,
        );
      watch = seen;
      sends.tell(
        (target) => seen.composeAt(target),
        () => seen.wentElsewhere(),
      );
    },
    probe: () => probe(page),
    open: async (content) => {
      const opened = new Promise<OutlookCompose | null>((resolve) => {
        awaited.push(resolve);
        setTimeout(() => resolve(null), openingMs);
      });
      pressNewMail(page);
      const compose = await opened;
      if (!compose) throw new Error('the mail page opened no compose');
      await fill(compose, content);
      return compose;
    },
  };
}
