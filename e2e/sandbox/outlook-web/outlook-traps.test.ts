import type { Page } from 'puppeteer';
import { expect, onTestFinished, test } from 'vitest';
import { BODY, compose, outlookTests, write } from './testing.js';

const mail = outlookTests();

const heard = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { __hotKeys: { key: string; phase: string; targetTag: string }[] }).__hotKeys,
  );

test('hot keys are heard in capture and bubble, and act only where Outlook means them', async () => {
  const page = await mail.open();
  await page.click('[data-standin-row="Intro: FinOps Forum"]');
  await page.waitForSelector('[data-standin-item]');
  await page.click('[data-standin-new-mail]');
  await page.keyboard.type('eee');
  expect(await heard(page)).toEqual([]);
  await page.focus('[data-standin-folder=inbox]');
  await page.keyboard.press('Escape');
  expect((await heard(page)).map((one) => [one.key, one.phase, one.targetTag])).toEqual([
    ['Escape', 'window capture', 'DIV'],
    ['Escape', 'document capture', 'DIV'],
    ['Escape', 'document bubble', 'DIV'],
    ['Escape', 'window bubble', 'DIV'],
  ]);
  expect(await page.$('[data-standin-dialog]')).toBeNull();
  await page.keyboard.press('e');
  await page.waitForFunction(() => !document.querySelector('[data-standin-row="Intro: FinOps Forum"]'));
});

test('a string becomes no elements in the page’s own world, and a foreign default policy keeps it from starting', async () => {
  const page = await mail.open();
  await write(page);
  const refused = await page.evaluate((body) => {
    const tried = [
      () => (document.createElement('div').innerHTML = '<b>x</b>'),
      () => document.execCommand('insertHTML', false, '<b>x</b>'),
      () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
    ];
    document.querySelector<HTMLElement>(body)?.focus();
    return tried.map((one) => {
      try {
        one();
        return 'done';
      } catch (error) {
        return String(error).split(':')[0];
      }
    });
  }, BODY);
  expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError']);
  await expect.poll(async () => (await mail.world().state()).cspReports).toHaveLength(3);
  await mail.world().reset();

  const spoilt = await mail.browser().newPage();
  onTestFinished(() => spoilt.close());
  await spoilt.evaluateOnNewDocument(() => {
    const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } };
    trustedTypes.createPolicy('default', { createHTML: (html: string) => html });
  });
  await spoilt.goto('https://outlook.live.com/mail/inbox');
  await spoilt.waitForSelector('[data-standin-boot-error]');
  expect(await spoilt.$('[data-standin-new-mail]')).toBeNull();
});

test('what looks like a compose and is none stands about too', async () => {
  const page = await mail.open();
  await page.click('[data-standin-row="Questions before Thursday"]');
  await page.waitForSelector('[data-standin-item]');
  await page.click('[data-standin-new-mail]');
  await page.waitForSelector(compose('[id$=_TO]'));
  const counted = await page.evaluate(() => {
    const all = (selector: string) => document.querySelectorAll(selector).length;
    return {
      editors: all('[id^=editorParent_] [role=textbox][contenteditable=true]'),
      to: all('[id^=MSG_][id$=_TO]'),
      subjects: all('[id^=MSG_][id$=_SUBJECT]'),
      bodies: all('[aria-label="Message body"]'),
      discards: all('#discardCompose'),
      emptyDialogs: [...document.querySelectorAll('[role=dialog]')].filter((one) => one.textContent === '').length,
      chosen: document.querySelector('#MailList [aria-selected=true][data-convid]')?.getAttribute('aria-label') ?? '',
    };
  });
  expect(counted).toMatchObject({ editors: 2, to: 3, subjects: 3, bodies: 3, discards: 2, emptyDialogs: 1 });
  // A row stays chosen beside a new mail that has nothing to do with it.
  expect(counted.chosen).toContain('Questions before Thursday');

  await page.goto('https://outlook.cloud.microsoft/calendar/deeplink/compose');
  await page.waitForSelector('[data-app-section=Form_Content] [id^=editorParent_] [contenteditable]');
  expect(await page.$('[id$=_DATETIME]')).not.toBeNull();
});
