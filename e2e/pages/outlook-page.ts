/// <reference lib="dom" />
import type { ElementHandle, Page } from 'puppeteer';
import type { ComposePage } from './compose-page.js';
import { type Folder, MailPage } from './mail-page.js';
import { OutlookComposePage } from './outlook-compose-page.js';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'zh';

export interface OutlookOptions {
  /** Under which of Outlook's names. */
  host?: string;
  language?: Language;
  theme?: 'light' | 'dark';
  /** Into what a compose is popped out. */
  popOut?: 'page' | 'blank';
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
    const { host = 'outlook.cloud.microsoft', language = 'en', theme = 'light', popOut = 'page' } = options;
    await page.goto(`https://${host}/mail/inbox?${new URLSearchParams({ lang: language, theme, popout: popOut })}`);
    await page.waitForSelector('[data-standin-new-mail]');
    await page.bringToFront();
    return new OutlookPage(page);
  }

  /** A page of Outlook's that is one compose and nothing else, at this address below /mail. */
  static async openWhole(page: Page, path: string, { host = 'outlook.cloud.microsoft' } = {}): Promise<OutlookPage> {
    await page.goto(`https://${host}/mail/${path}`);
    await page.bringToFront();
    return new OutlookPage(page);
  }

  /** Opens the mail whose row says `text` and presses Forward below it. */
  async forward(text: string): Promise<ComposePage> {
    return this.answer(text, '[data-standin-forward]');
  }

  /** Moves the open compose into a window of its own: a page of Outlook's, or an empty one that this page draws in. */
  async popOut(): Promise<OutlookPage> {
    const browser = this.page.browser();
    const before = new Set(browser.targets());
    await (await (await this.openCompose()).root.$('#popoutCompose'))?.click();
    const target = await browser.waitForTarget((each) => !before.has(each) && each.type() === 'page');
    const window = await target.page();
    if (!window) throw new Error('no window opened');
    await window.bringToFront();
    return new OutlookPage(window);
  }

  /** Says no to a question of the page's. */
  async refuseDialog(kind: 'blocked' | 'discard' | 'no-subject'): Promise<void> {
    await (await this.page.waitForSelector(`[data-standin-dialog=${kind}] [data-standin-no]`))?.click();
  }

  /** Takes a send of the page's own back, while it offers that. */
  async undoSend(): Promise<void> {
    await (await this.page.waitForSelector('[data-standin-undo-send]'))?.click();
  }

  async show(folder: Folder): Promise<void> {
    await this.page.click(`[data-standin-folder=${folders[folder]}]`);
  }

  protected composePage(root: ElementHandle<Element>): OutlookComposePage {
    return new OutlookComposePage(this.page, root);
  }
}
