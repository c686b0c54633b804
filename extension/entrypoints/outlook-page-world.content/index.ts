import { defineContentScript } from 'wxt/utils/define-content-script';
import { outlookHosts } from '../../webmail/outlook/hosts.js';
import { heard, hello, pasteMark } from '../../webmail/outlook/page-world-words.js';

/**
 * Runs among the page's own scripts, for Firefox only: there an editor sees what is pasted only if the event was made here.
 * It can do one thing, which any script of the page could do as well, and believes nothing it is told.
 */
export default defineContentScript({
  matches: outlookHosts,
  include: ['firefox'],
  runAt: 'document_start',
  world: 'MAIN',
  matchOriginAsFallback: true,
  main() {
    // Before any script of the page: what is kept here cannot be replaced by one.
    const { dispatchEvent, addEventListener } = EventTarget.prototype;
    const { querySelector } = Document.prototype;
    const { setAttribute } = Element.prototype;
    const { parse } = JSON;
    const [Data, Paste, Told] = [DataTransfer, ClipboardEvent, CustomEvent];

    const listen = (event: Event) => {
      const channel = (event as CustomEvent<unknown>).detail;
      if (typeof channel !== 'string' || !isToken(channel)) return;
      addEventListener.call(document, channel, (asked) => paste((asked as CustomEvent<unknown>).detail));
      dispatchEvent.call(document, new Told(heard + channel));
    };
    addEventListener.call(document, hello, listen, { once: true });

    function paste(asked: unknown) {
      if (typeof asked !== 'string') return;
      const { token, text, html } = parse(asked) as { [key: string]: unknown };
      if (typeof token !== 'string' || !isToken(token) || typeof text !== 'string') return;
      const target = querySelector.call(document, `[contenteditable="true"][${pasteMark}="${token}"]`);
      if (!target) return;
      const event = new Paste('paste', { clipboardData: new Data(), bubbles: true, cancelable: true });
      event.clipboardData?.setData('text/plain', text);
      if (typeof html === 'string') event.clipboardData?.setData('text/html', html);
      const wasTaken = !dispatchEvent.call(target, event);
      setAttribute.call(target, pasteMark, wasTaken ? 'taken' : 'left');
    }
  },
});

const isToken = (text: string) => /^[\da-f-]{36}$/.test(text);
