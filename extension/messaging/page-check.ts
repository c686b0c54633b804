import browser from 'webextension-polyfill';
import type { Webmail } from '#shared/draft.js';

/** The key of extension storage under which the background keeps the last look at a mail page. */
export const pageCheckKey = 'pageCheck';

/**
 * Which parts of a mail page are where Lumina believes them to be: names of ours and yes or no, never a word of anyone's.
 * A part that was seen before and is not there now has moved: Lumina needs a new release.
 */
export interface PageCheck extends PageLook {
  at: number;
  /** When each part was seen last, of those that ever were. */
  seenAt: Record<string, number>;
}

/** One look, as a mail tab tells of it. */
export interface PageLook {
  webmail: Webmail;
  host: string;
  /** Such as `Firefox 153`. */
  browser: string;
  language: string;
  parts: Record<string, boolean>;
}

/** The last look that was kept, of any mail page. */
export async function readPageCheck(): Promise<PageCheck | null> {
  const { [pageCheckKey]: check } = await browser.storage.local.get(pageCheckKey);
  return (check as PageCheck | undefined) ?? null;
}

/** The parts that were there once and are not any more. */
export const moved = ({ parts, seenAt }: PageCheck): string[] =>
  Object.keys(parts).filter((name) => !parts[name] && seenAt[name] !== undefined);
