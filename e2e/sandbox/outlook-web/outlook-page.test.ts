import puppeteer, { type Page } from 'puppeteer';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../start/system-packages.js';
import { HOSTS } from '../hosts.js';
import { ADA_OUTLOOK, BEN_OUTLOOK, freshSandbox } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;
type Browser = Awaited<ReturnType<typeof puppeteer.launch>>;

let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  sandbox = await freshSandbox();
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium on this machine: install it, or set CHROME_PATH');
  const hosts = HOSTS.outlook.map((host) => `MAP ${host} 127.0.0.1:${sandbox.tlsPort}`).join(', ');
  browser = await puppeteer.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      `--ignore-certificate-errors-spki-list=${sandbox.spki}`,
      `--host-resolver-rules=${hosts}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.[Symbol.asyncDispose]();
});

/** The mail page without any extension, over a mailbox as on the first start. */
async function outlook(path = '/mail/inbox', ready = '[data-standin-row]'): Promise<Page> {
  await sandbox.client.reset();
  const page = await browser.newPage();
  await page.setViewport({ width: 1300, height: 900 });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    const { unknown, cspReports } = await sandbox.client.state();
    expect({ complaints, unknown, cspReports }).toEqual({ complaints: [], unknown: [], cspReports: [] });
  });
  await page.goto(`https://outlook.cloud.microsoft${path}`);
  await page.waitForSelector(ready);
  return page;
}

const BODY = '[role=textbox][aria-multiline=true]';
const compose = (inner: string) =>
  `[data-app-section=MailReadCompose] [id^=docking_InitVisiblePart]:not([hidden]) ${inner}`;

async function write(page: Page, { to = 'grace@analytical.example', subject = 'Thursday', text = 'Hi Grace,' } = {}) {
  await page.click('[data-standin-new-mail]');
  await page.waitForSelector(compose('[id$=_TO] [contenteditable]'));
  await page.keyboard.type(`${to};`);
  await page.waitForSelector(compose('._EType_RECIPIENT_ENTITY'));
  await page.click(compose('[id$=_SUBJECT]'));
  await page.keyboard.type(subject);
  await page.keyboard.press('Tab');
  await page.keyboard.type(text);
}

/** Opens a mail and answers it; the caret is in the text then. */
async function answer(page: Page, subject: string, how: 'reply' | 'reply-all' | 'forward' = 'reply') {
  await page.click(`[data-standin-row="${subject}"]`);
  await (await page.waitForSelector(`[data-standin-item] [data-standin-${how}]`))?.click();
  await page.waitForSelector(compose(BODY));
}

async function press(page: Page, modifier: 'Control', key: 'Enter' | 'KeyZ' | 'KeyY') {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

/** A paste as an extension makes one. */
const paste = (page: Page, html: string) =>
  page.$eval(
    compose(BODY),
    (body, text) => {
      const event = new ClipboardEvent('paste', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      event.clipboardData?.setData('text/html', text);
      event.clipboardData?.setData('text/plain', text.replaceAll(/<[^>]+>/g, ''));
      body.dispatchEvent(event);
    },
    html,
  );

const text = (page: Page) => page.$eval(compose(BODY), (body) => (body as HTMLElement).innerText);
const labels = (page: Page) =>
  page.$$eval(compose('._EType_RECIPIENT_ENTITY'), (chips) => chips.map((one) => one.getAttribute('aria-label')));
const heard = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { __hotKeys: { key: string; phase: string; targetTag: string }[] }).__hotKeys,
  );
const prospectAsks = (text = 'How much?') =>
  sandbox.client.prospectWrites({ from: 'Bo <bo@acme.example>', to: ADA_OUTLOOK, subject: 'Price?', text });

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

const drafts = async () => (await sandbox.client.mailbox({ email: ADA_OUTLOOK })).drafts;
const saved = (page: Page) =>
  page.waitForFunction((at) => document.querySelector(at)?.textContent, {}, compose('[data-standin-saved]'));

test('what is typed becomes a draft of the mailbox, and Send delivers it once', async () => {
  const page = await outlook();
  await write(page);
  await saved(page);
  expect(await drafts()).toHaveLength(1);
  await page.click(compose('[data-testid=ComposeSendButton] button'));
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  const ledger = await sandbox.client.ledger();
  expect(ledger.map((one) => [one.recipients, one.subject])).toEqual([[['grace@analytical.example'], 'Thursday']]);
  expect(ledger[0]?.html).toMatch(/^<html>[\s\S]*elementToProof[\s\S]*Hi Grace,[\s\S]*<div id="Signature">/);
  expect(await drafts()).toEqual([]);
});

test('a reply that arrives is seen without reloading; the answer quotes it late and stays in its conversation', async () => {
  const page = await outlook();
  const asked = await prospectAsks();
  await page.waitForSelector('[data-standin-row="Price?"]');
  await answer(page, 'Price?');
  expect(await page.$(compose('#divRplyFwdMsg'))).toBeNull();
  await page.keyboard.type('Forty.');
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  const order = await page.$eval(compose(BODY), (body) =>
    [...body.children].map((child) => child.id || child.tagName.toLowerCase()),
  );
  expect(order).toEqual(['div', 'div', 'Signature', 'appendonsend', 'hr', 'divRplyFwdMsg', 'div']);
  await press(page, 'Control', 'Enter');
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  const [sent] = await sandbox.client.ledger();
  expect(sent).toMatchObject({ subject: 'Re: Price?', recipients: ['bo@acme.example'] });
  expect(sent?.html).toMatch(/Forty\.[\s\S]*id="divRplyFwdMsg"[\s\S]*How much\?/);
  const { messages } = await sandbox.client.mailbox({ email: ADA_OUTLOOK });
  expect(messages.find((one) => one.labelIds.includes('SENT'))?.threadId).toBe(asked.threadId);
});

test('in an answer the recipients are one line until something in it takes the focus', async () => {
  const page = await outlook();
  await answer(page, 'Questions before Thursday', 'reply');
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
  const page = await outlook();
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
  const page = await outlook();
  await write(page, { text: 'Hi Grace, ' });
  const before = await text(page);
  await paste(page, '<div>One.</div><div>Two.</div>');
  await expect.poll(() => text(page)).toMatch(/^Hi Grace, One\.\s+Two\./);
  expect(await page.$eval(compose('#Signature'), (one) => one.textContent)).toMatch(/^Ada Seller/);
  await press(page, 'Control', 'KeyZ');
  await expect.poll(() => text(page)).toBe(before);
  await press(page, 'Control', 'KeyY');
  await expect.poll(() => text(page)).toContain('Two.');
});

test('what changes in the document without an event of the editor’s is not saved', async () => {
  const page = await outlook();
  await write(page);
  await saved(page);
  const [open] = await drafts();
  await page.$eval(compose(BODY), (body) => body.prepend('slipped in'));
  await new Promise((done) => setTimeout(done, 3000));
  expect((await drafts())[0]?.messageId).toBe(open?.messageId);
});

test('Discard asks first, and may leave the compose where it is', async () => {
  const page = await outlook();
  await write(page);
  await saved(page);
  await page.click(compose('#discardCompose'));
  await (await page.waitForSelector('[data-standin-dialog=discard] [data-standin-no]'))?.click();
  await sandbox.client.setFlags({ flags: { outlookDiscardFails: true } });
  await page.click(compose('#discardCompose'));
  await (await page.waitForSelector('[data-standin-dialog=discard] [data-standin-yes]'))?.click();
  await page.waitForFunction(() => !document.querySelector('[data-standin-dialog]'));
  expect(await drafts()).toHaveLength(1);
  expect(await page.$(compose('#discardCompose'))).not.toBeNull();
  await sandbox.client.setFlags({ flags: { outlookDiscardFails: false } });
  await page.focus(compose(BODY));
  await page.keyboard.press('Escape');
  await (await page.waitForSelector('[data-standin-dialog=discard] [data-standin-yes]'))?.click();
  await expect.poll(drafts).toEqual([]);
  expect(await page.$(compose('#discardCompose'))).toBeNull();
});

test('leaving the page keeps the draft, and Drafts opens it again with people, signature and text', async () => {
  const page = await outlook();
  await write(page, { to: BEN_OUTLOOK, text: 'half a thought' });
  await page.goto('https://outlook.office.com/mail/drafts');
  await expect.poll(drafts).toHaveLength(1);
  const [kept] = await drafts();
  await (await page.waitForSelector('[data-standin-row=Thursday]'))?.click();
  await page.waitForSelector(compose('#Signature'));
  expect(await text(page)).toMatch(/^half a thought/);
  await expect.poll(() => labels(page)).toEqual(['offlineBen Closer']);
  await page.keyboard.type('More: ');
  await saved(page);
  expect((await drafts()).map((one) => one.id)).toEqual([kept?.id]);
  await page.click(compose('[data-testid=ComposeSendButton] button'));
  await expect.poll(drafts).toEqual([]);
  const { messages } = await sandbox.client.mailbox({ email: BEN_OUTLOOK });
  expect(messages[0]?.text).toMatch(/^More: half a thought/);
});

test('Send without a recipient or a subject is not simply done', async () => {
  const page = await outlook();
  await page.click('[data-standin-new-mail]');
  const send = compose('[data-testid=ComposeSendButton] button');
  await page.waitForSelector(compose('[id$=_TO]'));
  await page.click(send);
  await page.waitForFunction(() => document.body.innerText.includes('at least one recipient'));
  await page.keyboard.type('a@x.example,');
  await page.click(send);
  await (await page.waitForSelector('[data-standin-dialog=no-subject] [data-standin-no]'))?.click();
  expect(await sandbox.client.ledger()).toEqual([]);
  await page.click(send);
  await (await page.waitForSelector('[data-standin-dialog=no-subject] [data-standin-yes]'))?.click();
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
});

test('Send may be blocked, taken back, slow to go, or fail; the mail goes once', async () => {
  const page = await outlook();
  await write(page);
  const send = compose('[data-testid=ComposeSendButton] button');
  await sandbox.client.setFlags({ flags: { outlookSend: 'blocked' } });
  await page.click(send);
  await (await page.waitForSelector('[data-standin-dialog=blocked] [data-standin-no]'))?.click();
  expect(await page.$(send)).not.toBeNull();

  await sandbox.client.setFlags({ flags: { outlookSend: 'ok', outlookUndoSendMs: 10_000 } });
  await page.click(send);
  await (await page.waitForSelector('[data-standin-undo-send]'))?.click();
  await page.waitForSelector(send);
  expect(await text(page)).toMatch(/^Hi Grace,/);

  await sandbox.client.setFlags({ flags: { outlookUndoSendMs: 0 } });
  await sandbox.client.next({ operation: 'page.sync', fault: '503' });
  await page.click(send);
  await page.waitForFunction(() => document.body.innerText.includes('was not sent'));
  expect(await sandbox.client.ledger()).toEqual([]);

  await sandbox.client.setFlags({ flags: { outlookSend: 'slow' } });
  await page.click(send);
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  expect(await page.$(send)).not.toBeNull();
  await page.waitForFunction((at) => !document.querySelector(at), {}, send);
  expect(await sandbox.client.ledger()).toHaveLength(1);
});

test('the row of Send is drawn anew when the window or the recipients change, and strangers in it are lost', async () => {
  const page = await outlook();
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
  const page = await outlook(`/mail/inbox?lang=${lang}`);
  await write(page);
  await saved(page);
  const words = await page.evaluate(
    (root, body) => {
      const one = (selector: string) => document.querySelector(`${root}${selector}`);
      return [
        one('[data-testid=ComposeSendButton] button')?.getAttribute('aria-label'),
        one('#discardCompose')?.getAttribute('title'),
        one(body)?.getAttribute('aria-label'),
        one('[id$=_TO] [contenteditable]')?.getAttribute('aria-label'),
        one('[data-standin-saved]')?.textContent,
      ];
    },
    compose(''),
    BODY,
  );
  expect(words).toEqual([send, discard, body, to, expect.stringContaining(note ?? '')]);
  const ids = await page.evaluate(
    (root) =>
      [...document.querySelectorAll(`${root} [id]`)].map((one) => one.id.replace(/(REK|MSG_|-r)[0-9a-z]+/, '$1')),
    compose(''),
  );
  expect(ids).toEqual(IDS);
});

test('hot keys are heard in capture and bubble, and act only where Outlook means them', async () => {
  const page = await outlook();
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
  const page = await outlook();
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
  }, compose(BODY));
  expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError']);
  await sandbox.client.reset();

  const spoilt = await browser.newPage();
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
  const page = await outlook();
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

test.for(['page', 'blank'])('a compose popped out into a window of its own goes on there (%s)', async (way) => {
  const page = await outlook(`/mail/inbox?popout=${way}`);
  await write(page);
  const [target] = await Promise.all([
    browser.waitForTarget((one) => one.opener() === page.target()),
    page.click(compose('#popoutCompose')),
  ]);
  const popup = await target.page();
  if (!popup) throw new Error('no window opened');
  await popup.waitForSelector(compose('#Signature'));
  expect(new URL(popup.url()).protocol).toBe(way === 'blank' ? 'about:' : 'https:');
  expect(await page.$(compose(BODY))).toBeNull();
  await popup.keyboard.type('From here: ');
  await popup.click(compose('[data-testid=ComposeSendButton] button'));
  await expect.poll(() => sandbox.client.ledger()).toHaveLength(1);
  expect((await sandbox.client.ledger())[0]?.text).toMatch(/^From here: Hi Grace,/);
  await expect.poll(() => popup.isClosed()).toBe(true);
});

test('in the dark the sheet may be light, and what is written is stored in light colours', async () => {
  const page = await outlook('/mail/inbox?theme=dark&canvas=light');
  await write(page);
  const sheet = () => page.$eval(compose(BODY), (body) => getComputedStyle(body).backgroundColor);
  expect(await sheet()).toBe('rgb(255, 255, 255)');
  expect(await page.$eval('[data-app-section=MailReadCompose]', (one) => getComputedStyle(one).backgroundColor)).toBe(
    'rgb(41, 41, 41)',
  );
  await page.click(compose('[data-standin-canvas]'));
  await expect.poll(sheet).not.toBe('rgb(255, 255, 255)');
  await page.click(compose(BODY));
  await paste(page, '<div style="color: rgb(0, 0, 0)">black</div>');
  await saved(page);
  await expect
    .poll(async () => (await sandbox.client.mailbox({ email: ADA_OUTLOOK })).messages[0]?.html)
    .toMatch(/color: rgb\(0, 0, 0\)[^>]*>black/);
});

test('an answer to a mail of three thousand lines can be written and sent', async () => {
  const page = await outlook();
  await prospectAsks(Array.from({ length: 3000 }, (_, line) => `Line ${line}`).join('\r\n'));
  await page.waitForSelector('[data-standin-row="Price?"]');
  await answer(page, 'Price?');
  await page.waitForSelector(compose('#divRplyFwdMsg'));
  await page.keyboard.type('Too long.');
  await press(page, 'Control', 'Enter');
  await expect.poll(async () => (await sandbox.client.ledger())[0]?.html).toMatch(/Too long\.[\s\S]*Line 2999/);
});
