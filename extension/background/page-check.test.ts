import { beforeEach, expect, test } from 'vitest';
import browser from 'webextension-polyfill';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { moved, type PageCheck, type PageLook, pageCheckKey } from '../messaging/page-check.js';
import { keepLook } from './page-check.js';

const look: PageLook = {
  webmail: 'outlook',
  host: 'outlook.cloud.microsoft',
  browser: 'Firefox 153',
  language: 'de-DE',
  parts: { editor: true, send: true },
};
const kept = async () => (await browser.storage.local.get(pageCheckKey))[pageCheckKey] as PageCheck | undefined;

beforeEach(() => fakeBrowser.reset());

test('a part that was there and is not any more has moved; one never seen has not', async () => {
  await keepLook(look, 1);
  await keepLook({ ...look, parts: { editor: true, send: false, newMail: false } }, 2);
  const check = await kept();
  expect(check).toMatchObject({ at: 2, seenAt: { editor: 2, send: 1 } });
  expect(check && moved(check)).toEqual(['send']);
});

test.each<[string, object]>([
  ['in a name', { parts: { 'Dear Ada, the price is 4,000': true } }],
  ['in an answer', { parts: { subject: 'the secret launch' } }],
  ['beside', { subject: 'the secret launch' }],
  ['as the host', { host: 'ada@analytical.example' }],
  ['as the language', { language: 'the secret launch' }],
])('words of a mail are kept nowhere: %s', async (_, planted) => {
  await expect(keepLook({ ...look, ...planted }, 1)).rejects.toThrow();
  expect(await kept()).toBeUndefined();
});
