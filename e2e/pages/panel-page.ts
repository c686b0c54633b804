/// <reference lib="dom" />
import type { Browser, ElementHandle, Frame, Page } from 'puppeteer';
import { until } from '#api/embedded/running.js';

export type Ask = 'personalize' | 'clearer' | 'shorten' | 'fix';

const testId = (name: string) => `[data-testid=${name}]`;

/** What a rep does in Lumina's panel, beside the compose of one mail page. */
export class PanelPage {
  constructor(private readonly page: Page) {}

  /** Waits until Lumina has taken the compose in: its ring stands beside Send. */
  async waitForRing() {
    const ring = await this.page.waitForSelector(`>>> ${testId('ring')}`);
    if (!ring) throw new Error('the compose has no ring');
    return ring;
  }

  /** Opens the panel by the ring, where it is not open, and waits until it is wired to the compose. */
  async open(): Promise<void> {
    const ring = await this.waitForRing();
    if (!(await this.#findFrame())) await ring.click();
    const frame = await this.frame();
    await frame.waitForSelector(`${testId('panel')}[data-compose-ready=true]`);
  }

  /** Signs in as the mailbox's owner: the button, the provider's page in a window of its own, Allow. */
  async signIn(): Promise<void> {
    const frame = await this.frame();
    const before = new Set(this.#browser.targets());
    await this.#click(frame, 'sign-in');
    const target = await this.#browser
      .waitForTarget((each) => !before.has(each) && each.type() === 'page' && each.url().includes('/oauth2/'))
      .catch((cause: unknown) => {
        const open = this.#browser.targets().map((each) => each.url());
        throw new Error(`signing in should lead to the provider's page; open are ${open.join(', ')}`, { cause });
      });
    const consent = await target.page();
    await (await consent?.waitForSelector('button[value=allow]'))?.click();
    await frame.waitForSelector(testId('sign-in'), { hidden: true });
    // Signing in takes the focus to a window of its own, which is gone by now.
    await this.page.bringToFront();
  }

  /** Signs in where the panel asks to, and not where the rep is signed in already. */
  async signInIfAsked(): Promise<void> {
    const frame = await this.frame();
    const first = await frame.waitForSelector(`${testId('sign-in')}, ${testId('send')}`, { visible: true });
    if ((await first?.evaluate((element) => (element as HTMLElement).dataset.testid)) === 'sign-in')
      await this.signIn();
  }

  async ask(what: Ask): Promise<void> {
    const frame = await this.frame();
    await frame.waitForSelector(`${testId(`ask-${what}`)}:not(:disabled):not([aria-disabled=true])`);
    await this.#click(frame, `ask-${what}`);
  }

  /** Waits for a suggestion and answers the change shown. */
  async hunk(): Promise<{ remove: string; insert: string }> {
    const frame = await this.frame();
    const shown = await this.#shown(frame, 'hunk');
    const part = (name: string) =>
      shown.$$eval(testId(name), (found) =>
        found.map((each) => (each as HTMLElement).dataset.text ?? each.textContent ?? '').join(''),
      );
    return { remove: await part('hunk-remove'), insert: await part('hunk-insert') };
  }

  async press(button: 'accept' | 'skip' | 'accept-all' | 'send' | 'undo'): Promise<void> {
    const frame = await this.frame();
    await frame.waitForSelector(`${testId(button)}:not(:disabled):not([aria-disabled=true])`);
    await this.#click(frame, button);
  }

  /** For how long a send can be taken back: 0, 5, 10 or 30 seconds. Remembered by the panel. */
  async undoFor(seconds: number): Promise<void> {
    const frame = await this.frame();
    await frame.waitForSelector('footer select'); // there once the panel knows whom it goes to
    await frame.select('footer select', String(seconds));
  }

  /** Waits until the draft's state in the header says `word`, and no more. */
  async waitForDraftStatus(word: string): Promise<void> {
    await this.#waitForWord('draft-status', new RegExp(`^${word}$`));
  }

  /** Waits until a slip after a send says `words` somewhere. */
  async waitForSlip(words: string): Promise<void> {
    await this.#waitForWord('slip', new RegExp(words));
  }

  /** Waits until no send is told of any more. */
  async waitForNoSlip(): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction(() => document.querySelector('[data-testid=slip]') === null);
  }

  /** Puts away the slips of sends that are over. */
  async putAwaySlips(): Promise<void> {
    const frame = await this.frame();
    await frame.$$eval('[aria-label="Put away"]', (buttons) => {
      for (const button of buttons) (button as HTMLElement).click();
    });
  }

  /** Waits until the line over a compose that must not be missed says `words`. */
  async waitForBanner(words: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, wanted) => document.querySelector(selector)?.shadowRoot?.textContent?.includes(wanted),
      { timeout: 20_000 },
      testId('compose-banner'),
      words,
    );
  }

  /** Whether it is on the page, beside a compose or docked. */
  async isShown(): Promise<boolean> {
    return (await this.#findFrame()) !== undefined;
  }

  async waitForGlow(state: string): Promise<void> {
    const frame = await this.frame();
    await frame.waitForSelector(`${testId('panel')}[data-glow=${state}]`);
  }

  /** Waits until the panel's first line says whom the draft is for. */
  async waitForRecipient(name: string): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction((wanted) => document.querySelector('h1')?.textContent?.startsWith(wanted), {}, name);
  }

  /** The panel's frame, once the page has one. */
  async frame(): Promise<Frame> {
    let found: Frame | undefined;
    const isThere = await until(async () => {
      found = await this.#findFrame();
      return found !== undefined;
    }, 15_000);
    if (!found || !isThere) throw new Error('the panel did not open');
    return found;
  }

  get #browser(): Browser {
    return this.page.browser();
  }

  async #findFrame(): Promise<Frame | undefined> {
    // By its element: Firefox says about:blank of every frame of an extension.
    const element = (await this.page.$(`iframe${testId('panel-frame')}`)) as ElementHandle<HTMLIFrameElement> | null;
    return element && (await element.isVisible()) ? await element.contentFrame() : undefined;
  }

  /** The panel goes where the compose is: pressed is only what stands still, or the click would land beside it. */
  async #click(frame: Frame, name: string): Promise<void> {
    let before = '';
    for (;;) {
      const element = await this.#shown(frame, name); // React may have made it anew
      const place = JSON.stringify(await element.boundingBox());
      if (place === before) return element.click();
      before = place;
      await this.page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    }
  }

  async #shown(frame: Frame, name: string) {
    const element = await frame.waitForSelector(testId(name), { visible: true });
    if (!element) throw new Error(`the panel shows no ${name}`);
    return element;
  }

  async #waitForWord(name: string, words: RegExp): Promise<void> {
    const frame = await this.frame();
    await frame
      .waitForFunction(
        (selector, wanted) =>
          [...document.querySelectorAll(selector)].some((each) => new RegExp(wanted).test(each.textContent ?? '')),
        {},
        testId(name),
        words.source,
      )
      .catch(async (cause: unknown) => {
        const said = await frame.$$eval(testId(name), (found) => found.map((each) => each.textContent));
        throw new Error(`${name} should say ${words} and says ${JSON.stringify(said)}`, { cause });
      });
  }
}
