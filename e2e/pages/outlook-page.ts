/// <reference lib="dom" />
import type { ElementHandle, Page } from 'puppeteer';
import { type Folder, MailPage } from './mail-page.js';
import { OutlookComposePage } from './outlook-compose-page.js';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'zh';

export interface OutlookOptions {
  /** Under which of Outlook's names. */
  host?: string;
  language?: Language;
  theme?: 'light' | 'dark';
}

const folders = { inbox: 'inbox', sent: 'sentitems', drafts: 'drafts' };

/** Outlook on the web, as a rep uses it. */
export class OutlookPage extends MailPage {
  protected readonly parts = {
    newMail: '[data-standin-new-mail]',
    // What was put away long ago still lies in the document, and composes behind other tabs are hidden.
    compose: '[data-app-section=MailReadCompose] [id^=docking_InitVisiblePart]:not([hidden])',
    row: '[data-standin-row]',
    reply: '[data-standin-reply]',
  };

  /** Loads the mail page and waits until it can be used. */
  static async open(page: Page, options: OutlookOptions = {}): Promise<OutlookPage> {
    const { host = 'outlook.cloud.microsoft', language = 'en', theme = 'light' } = options;
    await page.goto(`https://${host}/mail/inbox?${new URLSearchParams({ lang: language, theme })}`);
    await page.waitForSelector('[data-standin-new-mail]');
    await page.bringToFront();
    return new OutlookPage(page);
  }

  async show(folder: Folder): Promise<void> {
    await this.page.click(`[data-standin-folder=${folders[folder]}]`);
  }

  protected composePage(root: ElementHandle<Element>): OutlookComposePage {
    return new OutlookComposePage(this.page, root);
  }
}
