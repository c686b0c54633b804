/// <reference lib="dom" />
import type { Browser } from 'puppeteer';

/** The text a prospect sees of a mail's HTML, in a page that runs no script and fetches nothing. */
export async function renderedText(browser: Browser, html: string): Promise<string> {
  const page = await browser.newPage();
  try {
    await page.setJavaScriptEnabled(false);
    await page.setOfflineMode(true);
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    return await page.evaluate(() => document.body.innerText);
  } finally {
    await page.close();
  }
}
