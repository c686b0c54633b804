/// <reference lib="dom" />
import type { Browser } from 'puppeteer';

/** Nothing may run or be fetched: the mail may be anybody's. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** The text a prospect sees of each mail's HTML. */
export async function renderedTexts(browser: Browser, mails: readonly string[]): Promise<string[]> {
  const page = await browser.newPage();
  try {
    const texts: string[] = [];
    for (const html of mails) {
      // A new document each time: a policy stays for as long as its document does.
      await page.goto('about:blank');
      await page.setContent(policy + html, { waitUntil: 'domcontentloaded' });
      texts.push(await page.evaluate(() => document.body.innerText));
    }
    return texts;
  } finally {
    await page.close();
  }
}
