/// <reference lib="dom" />
import type { Page } from 'puppeteer';
import { mailPrograms } from '#shared/mail-programs.js';
import type { Webmail } from './webmails.js';

export type Total = 'sent' | 'replied' | 'bounced';

/** What an admin sees on the dashboard. */
export class AdminPage {
  private constructor(readonly page: Page) {}

  /** Opens the dashboard, signing in as the webmail's rep where it asks to. */
  static async open(page: Page, apiUrl: string, { name, rep }: Webmail): Promise<AdminPage> {
    await page.goto(`${apiUrl}/dashboard/`);
    const first = await page.waitForSelector(`[data-testid=total-sent], a[href*="/auth/${mailPrograms[name].signIn}"]`);
    if (await first?.evaluate((element) => element.tagName === 'A')) {
      await first?.click();
      await (await page.waitForSelector(`input[name=account][value="${rep.address}"]`))?.click();
      await page.click('button[value=allow]');
      await page.waitForSelector('[data-testid=total-sent]');
    }
    return new AdminPage(page);
  }

  /** Waits until the page hears of changes as they happen. */
  async waitUntilLive(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelector('[data-testid=live-state]')?.textContent?.includes('Live') === true,
    );
  }

  async total(what: Total): Promise<number> {
    return this.page.$eval(`[data-testid=total-${what}]`, (element) => Number(element.textContent));
  }

  /** Waits, without touching the page, until a number says `count`. */
  async waitForTotal(what: Total, count: number): Promise<void> {
    await this.page.waitForFunction(
      (selector, wanted) => Number(document.querySelector(selector)?.textContent) === wanted,
      { timeout: 20_000 },
      `[data-testid=total-${what}]`,
      count,
    );
  }

  async latestEvents(): Promise<string[]> {
    return this.page.$$eval('[data-testid=latest-event]', (found) => found.map((each) => each.textContent ?? ''));
  }
}
