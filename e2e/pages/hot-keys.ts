/// <reference lib="dom" />
import type { Page } from 'puppeteer';

interface Heard {
  __hotKeys: { key: string }[];
}

/** The keys Outlook's page has heard as its own, since they were last forgotten. */
export async function hotKeysHeard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Heard).__hotKeys.map(({ key }) => key));
}

export async function forgetHotKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as Heard).__hotKeys.length = 0;
  });
}
