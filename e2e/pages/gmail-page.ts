/// <reference lib="dom" />
import type { ElementHandle, Page } from 'puppeteer';
import { GmailComposePage } from './gmail-compose-page.js';
import { type Folder, MailPage } from './mail-page.js';

/** Gmail, as a rep uses it. */
export class GmailPage extends MailPage {
  protected readonly parts = {
    newMail: '[gh=cm]',
    compose: '[role=dialog]:has([g_editable=true]), .ip .M9:has([g_editable=true])',
    row: '[gh=tl] tr, [gh=tl] [role=row]',
    reply: '.ams.bkH',
  };

  /** Loads the mail page and waits until it can be used. `host`: under which name. */
  static async open(page: Page, { host = 'mail.google.com' } = {}): Promise<GmailPage> {
    await page.goto(`https://${host}/mail/u/0/`);
    await page.waitForSelector('[gh=cm]');
    await page.bringToFront();
    return new GmailPage(page);
  }

  async show(folder: Folder): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#${folder}`);
  }

  protected composePage(root: ElementHandle<Element>): GmailComposePage {
    return new GmailComposePage(this.page, root);
  }
}
