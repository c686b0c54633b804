import browser from 'webextension-polyfill';
import { z } from 'zod';
import { Webmail } from '#shared/draft.js';
import { type PageCheck, type PageLook, pageCheckKey } from '../messaging/page-check.js';

const Name = z.string().regex(/^[a-zA-Z]{1,30}$/);

/** Told by a tab that also runs the mail page: there is no room in it for anything but names and yes or no. */
export const Look = z.strictObject({
  webmail: Webmail,
  host: z.string().regex(/^[a-z\d.-]{1,80}$/),
  browser: z.string().regex(/^[A-Za-z]{1,20} \d{1,5}$/),
  language: z.string().regex(/^[A-Za-z\d-]{1,35}$/),
  parts: z.record(Name, z.boolean()).refine((parts) => Object.keys(parts).length <= 60),
});

/** Adds a look to what is known of that page. */
export function addLook(before: PageCheck | undefined, look: PageLook, at: number): PageCheck {
  const there = Object.entries(look.parts).filter(([, isThere]) => isThere);
  return { ...look, at, seenAt: { ...before?.seenAt, ...Object.fromEntries(there.map(([name]) => [name, at])) } };
}

export async function keepLook(look: unknown, at: number): Promise<void> {
  const parsed = Look.parse(look);
  const { [pageCheckKey]: before } = await browser.storage.local.get(pageCheckKey);
  await browser.storage.local.set({ [pageCheckKey]: addLook(before as PageCheck | undefined, parsed, at) });
}
