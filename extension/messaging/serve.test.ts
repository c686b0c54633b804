import { beforeEach, expect, test, vi } from 'vitest';
import browser, { type Runtime } from 'webextension-polyfill';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { askedBy, type Handlers } from './protocol.js';
import { mayAsk, serve } from './serve.js';

const panel = () => ({ id: browser.runtime.id, url: `${browser.runtime.getURL('')}panel.html` });
const mailTab = () => ({ id: browser.runtime.id, url: 'https://mail.google.com/mail/u/0/' });
const stranger = () => ({ id: 'another-extension', url: `${browser.runtime.getURL('')}panel.html` });

/** What is answered, as the browser would see it: `undefined` leaves the message to others. */
let hear: (message: unknown, sender: Runtime.MessageSender) => unknown;

beforeEach(() => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  vi.spyOn(browser.runtime.onMessage, 'addListener').mockImplementation((listener) => {
    hear = listener as typeof hear;
  });
  const handlers = Object.fromEntries(Object.keys(askedBy).map((name) => [name, async () => name]));
  serve(handlers as unknown as Handlers);
});

const names = Object.keys(askedBy) as (keyof typeof askedBy)[];
const ofTabs = names.filter((name) => askedBy[name] === 'mailTab');
const ofPages = names.filter((name) => askedBy[name] === 'ownPage');

test.each(ofTabs)('a mail tab may ask %s', async (name) => {
  expect(await hear({ lumina: name, ask: null }, mailTab())).toEqual({ answer: name });
});

test.each(ofPages)('a mail tab may not ask %s', async (name) => {
  expect(await hear({ lumina: name, ask: null }, mailTab())).toEqual({ error: `${name} is not for pages` });
  expect(await hear({ lumina: name, ask: null }, panel())).toEqual({ answer: name });
});

test('a mail tab may save and no more', () => {
  expect(ofTabs).toEqual(['findDraft', 'saveDraft', 'leaveDraft', 'yieldSend', 'keepPageLook']);
});

test('a page whose address only begins like ours is not ours', () => {
  const like = { id: browser.runtime.id, url: `https://evil.example/${browser.runtime.getURL('')}` };
  expect(mayAsk('prepareSend', like)).toBe(false);
  expect(mayAsk('prepareSend', { id: browser.runtime.id })).toBe(false);
});

test.each([
  ['InboxSDK asking for its other half', { type: 'inboxsdk__injectPageWorld' }],
  ['a name nobody serves', { lumina: 'eraseAll', ask: null }],
  ['a name every object has', { lumina: 'constructor', ask: null }],
  ['no object', 'saveDraft'],
  ['nothing', null],
])('%s gets a synchronous undefined', (_, message) => {
  expect(hear(message, panel())).toBeUndefined();
});

test('another extension is not answered', () => {
  expect(hear({ lumina: 'saveDraft', ask: null }, stranger())).toBeUndefined();
});
