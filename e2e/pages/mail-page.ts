/// <reference lib="dom" />
import type { ElementHandle, Page } from 'puppeteer';
import type { ComposePage } from './compose-page.js';

export type Folder = 'inbox' | 'sent' | 'drafts';

/** Where a mail page keeps what every mail page has. */
export interface MailParts {
  newMail: string;
  /** The root of each open compose. */
  compose: string;
  /** A mail in the list of the folder shown. */
  row: string;
  /** Answers the mail that is open. */
  reply: string;
}

/** What a rep does on a mail page, by mouse and keys. */
export abstract class MailPage {
  protected constructor(readonly page: Page) {}

  protected abstract readonly parts: MailParts;

  protected abstract composePage(root: ElementHandle<Element>): ComposePage;

  abstract show(folder: Folder): Promise<void>;

  /** Presses the button for a new mail and answers the compose that opens. */
  async compose(): Promise<ComposePage> {
    return this.#opened(() => this.page.click(this.parts.newMail));
  }

  /** Opens the mail whose row says `text` and presses Reply below it. */
  async replyTo(text: string): Promise<ComposePage> {
    return this.answer(text, this.parts.reply);
  }

  protected async answer(text: string, button: string): Promise<ComposePage> {
    await this.show('inbox');
    await (await this.waitForRow(text)).click();
    const press = await this.page.waitForSelector(button, { visible: true });
    return this.#opened(async () => press?.click());
  }

  /** The compose that is open now, or opens soon. */
  async openCompose(): Promise<ComposePage> {
    const root = await this.page.waitForSelector(this.parts.compose);
    if (!root) throw new Error('no compose is open');
    return this.composePage(root);
  }

  async composeCount(): Promise<number> {
    return (await this.page.$$(this.parts.compose)).length;
  }

  async waitForNoCompose(): Promise<void> {
    await this.page.waitForFunction((selector) => !document.querySelector(selector), {}, this.parts.compose);
  }

  /** Waits for a mail in the folder shown whose row says `text`. */
  async waitForRow(text: string): Promise<ElementHandle<Element>> {
    const row = await this.page.waitForFunction(
      (selector, wanted) =>
        [...document.querySelectorAll(selector)].find(
          (each) => each.checkVisibility() && (each.textContent ?? '').includes(wanted),
        ),
      {},
      this.parts.row,
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
      this.parts.row,
      text,
    );
  }

  /** Opens a draft from the Drafts list in a compose again. */
  async reopenDraft(subject: string): Promise<ComposePage> {
    await this.show('drafts');
    const row = await this.waitForRow(subject);
    return this.#opened(() => row.click());
  }

  async #opened(act: () => Promise<unknown>): Promise<ComposePage> {
    const before = await this.page.$$(this.parts.compose);
    await act();
    const root = await this.page.waitForFunction(
      (selector, ...known) => [...document.querySelectorAll(selector)].find((each) => !known.includes(each)),
      {},
      this.parts.compose,
      ...before,
    );
    return this.composePage(root as ElementHandle<Element>);
  }
}
