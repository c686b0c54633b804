/// <reference lib="dom" />
import type { ElementHandle, Page } from 'puppeteer';
import { ComposePage } from './compose-page.js';

export type Folder = 'inbox' | 'sent' | 'drafts';

/** What a rep does on Gmail's page, by mouse and keys. */
export class GmailPage {
  private constructor(readonly page: Page) {}

  /** Loads the mail page and waits until it can be used. `host`: under which name. */
  static async open(page: Page, { host = 'mail.google.com' } = {}): Promise<GmailPage> {
    await page.goto(`https://${host}/mail/u/0/`);
    await page.waitForSelector('[gh=cm]');
    await page.bringToFront();
    return new GmailPage(page);
  }

  /** Presses Compose and answers the window that opens. */
  async compose(): Promise<ComposePage> {
    return this.#opened(() => this.page.click('[gh=cm]'));
  }

  /** The window that is open now, or opens soon. */
  async openCompose(): Promise<ComposePage> {
    const dialog = await this.page.waitForSelector(dialogSelector);
    if (!dialog) throw new Error('no compose is open');
    return new ComposePage(this.page, dialog);
  }

  async composeCount(): Promise<number> {
    return (await this.page.$$(dialogSelector)).length;
  }

  async waitForNoCompose(): Promise<void> {
    await this.page.waitForFunction((selector) => !document.querySelector(selector), {}, dialogSelector);
  }

  async show(folder: Folder): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#${folder}`);
  }

  /** Waits for a mail in the folder shown whose row says `text`. */
  async waitForRow(text: string): Promise<ElementHandle<Element>> {
    const row = await this.page.waitForFunction(
      (selector, wanted) =>
        [...document.querySelectorAll(selector)].find(
          (each) => each.checkVisibility() && (each.textContent ?? '').includes(wanted),
        ),
      {},
      rowSelector,
      text,
    );
    return row as ElementHandle<Element>;
  }

  async waitForNoRow(text: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, wanted) =>
        ![...document.querySelectorAll(selector)].some(
          (each) => each.checkVisibility() && (each.textContent ?? '').includes(wanted),
        ),
      {},
      rowSelector,
      text,
    );
  }

  /** Opens a draft from the Drafts list in a window again. */
  async reopenDraft(subject: string): Promise<ComposePage> {
    await this.show('drafts');
    const row = await this.waitForRow(subject);
    return this.#opened(() => row.click());
  }

  async #opened(act: () => Promise<void>): Promise<ComposePage> {
    const before = await this.page.$$(dialogSelector);
    await act();
    const dialog = await this.page.waitForFunction(
      (selector, ...known) => [...document.querySelectorAll(selector)].find((each) => !known.includes(each)),
      {},
      dialogSelector,
      ...before,
    );
    return new ComposePage(this.page, dialog as ElementHandle<Element>);
  }
}

const dialogSelector = '[role=dialog]:has([g_editable=true])';
const rowSelector = '[gh=tl] tr, [gh=tl] [role=row]';
