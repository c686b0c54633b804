/// <reference lib="dom" />
import type { ElementHandle, KeyInput, Page } from 'puppeteer';

/** Where a mail page keeps what every compose has, seen from the compose's root. */
export interface ComposeParts {
  body: string;
  subject: string;
  send: string;
  signature: string;
  quote: string;
  /** Where it says that it saved the draft. */
  saved: string;
}

/** One compose on a mail page, written in by trusted keys; address and subject as an input method enters them. */
export abstract class ComposePage {
  constructor(
    readonly page: Page,
    readonly root: ElementHandle<Element>,
  ) {}

  protected abstract readonly parts: ComposeParts;

  /** Enters an address and makes it a recipient: `Ada Lovelace <ada@analytical.example>`, or the address alone. */
  abstract to(recipient: string): Promise<void>;

  /** The mail page's own way to put the compose away and keep its draft. */
  abstract close(): Promise<void>;

  /** The mail page's own Discard, and yes where it asks. */
  abstract discard(): Promise<void>;

  async subject(text: string): Promise<void> {
    await (await this.part(this.parts.subject)).focus();
    await this.enter(text);
  }

  /** Writes into the body at the caret; a new line is the Enter key. */
  async type(text: string): Promise<void> {
    await this.focusBody();
    await this.page.keyboard.type(text);
  }

  /** Puts the caret at the start of the body, where a new mail's text goes: above the signature. */
  async focusBody(): Promise<void> {
    const body = await this.#body();
    const isFocused = await body.evaluate((element) => element.contains(document.activeElement));
    if (!isFocused) await body.focus();
  }

  async press(key: KeyInput, ...modifiers: KeyInput[]): Promise<void> {
    await this.focusBody();
    for (const modifier of modifiers) await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(key);
    for (const modifier of modifiers.toReversed()) await this.page.keyboard.up(modifier);
  }

  /** Ctrl+Z as a rep presses it. */
  async undo(): Promise<void> {
    await this.focusBody();
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('KeyZ', { commands: ['Undo'] });
    await this.page.keyboard.up('Control');
  }

  /** Pastes rich text at the caret: shown on another page, copied there by key, and pasted here by key. */
  async paste(html: string): Promise<void> {
    const source = await this.page.browser().newPage();
    // A page that runs nothing and fetches nothing: the text may be anybody's mail.
    await source.setJavaScriptEnabled(false);
    await source.setOfflineMode(true);
    await source.setContent(html, { waitUntil: 'domcontentloaded' });
    await source.bringToFront();
    await source.keyboard.press('KeyA', { commands: ['SelectAll'] });
    await source.keyboard.press('KeyC', { commands: ['Copy'] });
    await source.close();
    await this.page.bringToFront();
    await this.focusBody();
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('KeyV', { commands: ['Paste'] });
    await this.page.keyboard.up('Control');
  }

  /** The whole body as the rep sees it, signature, quote and all. */
  async visibleText(): Promise<string> {
    return (await this.#body()).evaluate((body) => body.innerText);
  }

  async html(): Promise<string> {
    return (await this.#body()).evaluate((body) => body.innerHTML);
  }

  /** What the mail page put below the rep's text, byte for byte: the signature, and in an answer the quoted mail. */
  async signatureAndQuote(): Promise<string[]> {
    const { signature, quote } = this.parts;
    return this.root.$$eval(`${signature}, ${quote}`, (found) => found.map((each) => each.outerHTML));
  }

  /** Waits until the body's visible text says `text` somewhere, or does not any more. */
  async waitForText(text: string, { gone = false } = {}): Promise<void> {
    await this.page.waitForFunction(
      (body, wanted, isGone) => body.innerText.includes(wanted) !== isGone,
      {},
      await this.#body(),
      text,
      gone,
    );
  }

  /** Waits until the mail page itself has saved all that is typed. */
  async waitForPageSave(): Promise<void> {
    await this.page.waitForFunction(
      (root, selector) => root.querySelector(selector)?.textContent,
      {},
      this.root,
      this.parts.saved,
    );
  }

  /** The mail page's own Send, which must work whatever Lumina does. */
  async sendNatively(): Promise<void> {
    await (await this.part(this.parts.send)).click();
  }

  /** The page's Send at this very moment, also in a compose that is just closing; nothing where it is gone. */
  async pressNativeSendIfThere(): Promise<void> {
    await this.root.evaluate((root, selector) => {
      const send = root.isConnected ? root.querySelector(selector) : null;
      for (const type of ['mousedown', 'mouseup', 'click'])
        send?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }, this.parts.send);
  }

  async isOpen(): Promise<boolean> {
    return this.root.evaluate((root) => root.isConnected);
  }

  /** Puts `text` where the caret is. BiDi takes one character at a time. */
  protected async enter(text: string): Promise<void> {
    for (const character of text) await this.page.keyboard.sendCharacter(character);
  }

  protected async part(selector: string): Promise<ElementHandle<HTMLElement>> {
    const found = await this.root.waitForSelector(selector);
    if (!found) throw new Error(`the compose has no ${selector}`);
    return found as ElementHandle<HTMLElement>;
  }

  #body(): Promise<ElementHandle<HTMLElement>> {
    return this.part(this.parts.body);
  }
}
