import { browser } from 'wxt/browser';

/** Whether a page of ours asks: `sender.url` is set by the browser, not by the sender. */
export function isOwnPage(sender: { url?: string | undefined }): boolean {
  return (sender.url ?? '').startsWith(browser.runtime.getURL('/'));
}
