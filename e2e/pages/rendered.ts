/// <reference lib="dom" />
import type { Browser } from 'puppeteer';

/** The text a prospect sees of each mail's HTML, in a page that runs no script and fetches nothing. */
export async function renderedTexts(browser: Browser, mails: readonly string[]): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.setJavaScriptEnabled(false);
    await page.setOfflineMode(true);
    const texts: string[] = [];
    for (const html of mails) {
      await page.setContent(html, { waitUntil: 'domcontentloaded' });
      texts.push(await page.evaluate(() => document.body.innerText));
    }
    return texts;
  } finally {
    await page.close();
  }
}
