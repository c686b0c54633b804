import { expect, test } from 'vitest';
import { ADA_OUTLOOK, BEN_OUTLOOK } from '../testing.js';
import {
  answer,
  BODY,
  compose,
  labels,
  outlookTests,
  paste,
  SEND,
  saved,
  textOf,
  withControl,
  write,
} from './testing.js';

const mail = outlookTests();

/** Every id in a new mail with one recipient, without its chance part. */
const IDS = [
  'splitButton-r__primaryActionButton',
  'splitButton-r__menuButton',
  'discardCompose',
  'popoutCompose',
  'MSG__TO',
  'recipient-well-label-to',
  'REK',
  'MSG__SUBJECT',
  'docking_DockingTriggerPart_0',
  'editorParent_1',
  'Signature',
];

test('in an answer the recipients are one line until something in it takes the focus', async () => {
  const page = await mail.open();
  await answer(page, 'Questions before Thursday');
  expect(await page.$(compose('[id$=_TO]'))).toBeNull();
  const line = await page.$eval(compose('div[tabindex]:nth-child(2)'), (one) => one.textContent);
  expect(line).toBe('To: Grace Okafor');
  await page.$eval(compose('div[tabindex]:nth-child(2)'), (one) =>
    one.dispatchEvent(new FocusEvent('focusin', { bubbles: true })),
  );
  await page.waitForSelector(compose('[id$=_TO] ._EType_RECIPIENT_ENTITY'));
  expect(await labels(page)).toEqual(['Grace Okafor <grace.okafor@analytical.example>']);
  expect(await page.$(compose('[id$=_CC]'))).toBeNull();
});

test('a chip says an address, a name with its address, or for a colleague only name and presence', async () => {
  const page = await mail.open();
  await page.click('[data-standin-new-mail]');
  await page.keyboard.type('a@x.example,');
  await page.keyboard.type('Grace Ok');
  await (await page.waitForSelector('[role=option][data-standin-person]'))?.click();
  await page.click(compose('[data-standin-reveal=bcc]'));
  await page.keyboard.type(`${BEN_OUTLOOK};`);
  await page.waitForSelector(compose('[id$=_BCC] ._EType_RECIPIENT_ENTITY'));
  expect(await labels(page)).toEqual([
    'a@x.example',
    'Grace Okafor <grace.okafor@analytical.example>',
    'offlineBen Closer',
  ]);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect.poll(() => labels(page)).toHaveLength(2);
});

test('a pasted text is one step of Undo, and leaves signature and earlier words alone', async () => {
  const page = await mail.open();
  await write(page, { text: 'Hi Grace, ' });
  const before = await textOf(page);
  await paste(page, '<div>One.</div><div>Two.</div>');
  await expect.poll(() => textOf(page)).toMatch(/^Hi Grace, One\.\s+Two\./);
  expect(await page.$eval(compose('#Signature'), (one) => one.textContent)).toMatch(/^Ada Seller/);
  await withControl(page, 'KeyZ');
  await expect.poll(() => textOf(page)).toBe(before);
  await withControl(page, 'KeyY');
  await expect.poll(() => textOf(page)).toContain('Two.');
});

test('what changes in the document without an event of the editor’s is not saved', async () => {
  const page = await mail.open();
  await write(page);
  await saved(page);
  const [open] = await mail.drafts();
  await page.$eval(BODY, (body) => body.prepend('slipped in'));
  await new Promise((done) => setTimeout(done, 3000));
  expect((await mail.drafts())[0]?.messageId).toBe(open?.messageId);
});

test('the row of Send is drawn anew when the window or the recipients change, and strangers in it are lost', async () => {
  const page = await mail.open();
  await write(page);
  const stranger = compose('[data-testid=ComposeSendButton] + [data-stranger]');
  const settle = () =>
    page.$eval(compose('[data-testid=ComposeSendButton]'), (row) => {
      const one = document.createElement('button');
      one.dataset.stranger = '';
      row.after(one);
      return row.querySelector('button')?.id;
    });
  const first = await settle();
  await page.setViewport({ width: 1200, height: 900 });
  await page.waitForFunction((at) => !document.querySelector(at), {}, stranger);
  expect(await settle()).not.toBe(first);
  await page.click(compose('[id$=_TO] [contenteditable]'));
  await page.keyboard.type('b@x.example;');
  await page.waitForFunction((at) => !document.querySelector(at), {}, stranger);
});

test.for([
  ['en', 'Send', 'Discard (Esc)', 'Message body', 'To', 'Draft saved at'],
  ['de', 'Senden', 'Verwerfen (ESC)', 'Nachrichtentext', 'An', 'Entwurf gespeichert um'],
  ['fr', 'Envoyer', 'Ignorer (Échap)', 'Corps du message', 'À', 'Brouillon enregistré à'],
  ['es', 'Enviar', 'Descartar (Esc)', 'Cuerpo del mensaje', 'Para', 'Borrador guardado a las'],
  ['zh', '发送', '放弃 (Esc)', '邮件正文', '收件人', '草稿保存时间'],
])('the words are of their language (%s), the ids are not', async ([lang, send, discard, body, to, note]) => {
  const page = await mail.open(`/mail/inbox?lang=${lang}`);
  await write(page);
  await saved(page);
  const words = await page.evaluate(
    (root, body) => {
      const one = (selector: string) => document.querySelector(`${root}${selector}`);
      return [
        one('[data-testid=ComposeSendButton] button')?.getAttribute('aria-label'),
        one('#discardCompose')?.getAttribute('title'),
        document.querySelector(body)?.getAttribute('aria-label'),
        one('[id$=_TO] [contenteditable]')?.getAttribute('aria-label'),
        one('[data-standin-saved]')?.textContent,
      ];
    },
    compose(),
    BODY,
  );
  expect(words).toEqual([send, discard, body, to, expect.stringContaining(note ?? '')]);
  const ids = await page.evaluate(
    (root) =>
      [...document.querySelectorAll(`${root} [id]`)].map((one) => one.id.replace(/(REK|MSG_|-r)[0-9a-z]+/, '$1')),
    compose(),
  );
  expect(ids).toEqual(IDS);
});

test.for(['page', 'blank'])('a compose popped out into a window of its own goes on there (%s)', async (way) => {
  const page = await mail.open(`/mail/inbox?popout=${way}`);
  await write(page);
  const [target] = await Promise.all([
    mail.browser().waitForTarget((one) => one.opener() === page.target()),
    page.click(compose('#popoutCompose')),
  ]);
  const popup = await target.page();
  if (!popup) throw new Error('no window opened');
  await popup.waitForSelector(compose('#Signature'));
  expect(new URL(popup.url()).protocol).toBe(way === 'blank' ? 'about:' : 'https:');
  expect(await page.$(BODY)).toBeNull();
  await popup.keyboard.type('From here: ');
  await popup.click(SEND);
  await expect.poll(() => mail.world().ledger()).toHaveLength(1);
  expect((await mail.world().ledger())[0]?.text).toMatch(/^From here: Hi Grace,/);
  await expect.poll(() => popup.isClosed()).toBe(true);
});

test('in the dark the sheet may be light, and what is written is stored in light colours', async () => {
  const page = await mail.open('/mail/inbox?theme=dark&canvas=light');
  await write(page);
  const sheet = () => page.$eval(BODY, (body) => getComputedStyle(body).backgroundColor);
  expect(await sheet()).toBe('rgb(255, 255, 255)');
  expect(await page.$eval('[data-app-section=MailReadCompose]', (one) => getComputedStyle(one).backgroundColor)).toBe(
    'rgb(41, 41, 41)',
  );
  await page.click(compose('[data-standin-canvas]'));
  await expect.poll(sheet).not.toBe('rgb(255, 255, 255)');
  await page.click(BODY);
  await paste(page, '<div style="color: rgb(0, 0, 0)">black</div>');
  await saved(page);
  await expect
    .poll(async () => (await mail.world().mailbox({ email: ADA_OUTLOOK })).messages[0]?.html)
    .toMatch(/color: rgb\(0, 0, 0\)[^>]*>black/);
});
