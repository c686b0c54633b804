import { convert } from 'html-to-text';

/** What an HTML mail says, as its text part: links keep their address, lines are not broken, headings are not shouted. */
export function plainText(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
      { selector: 'img', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

/** The words alone, for telling whether two mails say the same. */
export const wordsOf = (html: string): string => plainText(html).replace(/\s+/gu, ' ').trim();
