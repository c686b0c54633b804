/// <reference lib="dom" />
import type { ElementHandle, KeyInput, Page } from 'puppeteer';

/** One compose window of Gmail's, written in by trusted keys; address and subject as an input method enters them, at once. */
export class ComposePage {
  constructor(
    readonly page: Page,
    readonly dialog: ElementHandle<Element>,
  ) {}

  /** Enters an address and makes it a recipient: `Ada Lovelace <ada@analytical.example>`, or the address alone. */
  async to(recipient: string): Promise<void> {
    const entry = await this.#part('[name=to] input[role=combobox]');
    await entry.focus();
    await this.page.keyboard.sendCharacter(recipient);
    await this.page.keyboard.press('Enter');
    await this.dialog.waitForSelector('[name=to] [data-hovercard-id]');
  }

  async subject(text: string): Promise<void> {
    await (await this.#part('input[name=subjectbox]')).focus();
    await this.page.keyboard.sendCharacter(text);
  }

  /** Writes into the body at the caret; a new line is the Enter key. */
  async type(text: string): Promise<void> {
    await this.focusBody();
    await this.page.keyboard.type(text);
  }

  /** Puts the caret at the start of the body, where a new mail's text goes: above the signature. */
  async focusBody(): Promise<void> {
    const body = await this.#part(bodySelector);
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

  /** The whole body as the rep sees it, signature and all. */
  async visibleText(): Promise<string> {
    return (await this.#part(bodySelector)).evaluate((body) => (body as HTMLElement).innerText);
  }

  async html(): Promise<string> {
    return (await this.#part(bodySelector)).evaluate((body) => body.innerHTML);
  }

  async signature(): Promise<string> {
    return this.dialog.$eval('.gmail_signature', (signature) => signature.outerHTML);
  }

  /** Waits until the body's visible text says `text` somewhere, or does not any more. */
  async waitForText(text: string, { gone = false } = {}): Promise<void> {
    const body = await this.#part(bodySelector);
    await this.page.waitForFunction(
      (element, wanted, isGone) => (element as HTMLElement).innerText.includes(wanted) !== isGone,
      {},
      body,
      text,
      gone,
    );
  }

  /** Gmail's own Send, which must work whatever Lumina does. */
  async sendNatively(): Promise<void> {
    await (await this.#part('.IZ .Up [role=button]:not([aria-haspopup])')).click();
  }

  /** The page's Send at this very moment, also in a window that is just closing; nothing where it is gone. */
  async pressNativeSendIfThere(): Promise<void> {
    await this.dialog.evaluate((dialog) => {
      const send = dialog.querySelector('.IZ .Up [role=button]:not([aria-haspopup])');
      for (const type of ['mousedown', 'mouseup', 'click'])
        send?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    });
  }

  /** Gmail's own "Save & close". */
  async close(): Promise<void> {
    await (await this.#part('[aria-label^="Save"]')).click();
  }

  async isOpen(): Promise<boolean> {
    return this.dialog.evaluate((dialog) => dialog.isConnected);
  }

  async #part(selector: string): Promise<ElementHandle<HTMLElement>> {
    const found = await this.dialog.waitForSelector(selector);
    if (!found) throw new Error(`the compose has no ${selector}`);
    return found as ElementHandle<HTMLElement>;
  }
}

const bodySelector = '[g_editable=true]';
