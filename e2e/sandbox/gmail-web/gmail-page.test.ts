import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { HOSTS } from '../hosts.js';
import { openPageBrowser } from '../page-browser.js';
import { ADA, freshSandbox } from '../testing.js';

type Sandbox = Awaited<ReturnType<typeof freshSandbox>>;

let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  sandbox = await freshSandbox();
  browser = await openPageBrowser(sandbox, [HOSTS.mail, HOSTS.control]);
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.[Symbol.asyncDispose]();
});

/** The mail page without any extension, over a mailbox as on the first start. */
async function mailPage(path = '#inbox'): Promise<Page> {
  await sandbox.client.reset();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    const { unknown, cspReports } = await sandbox.client.state();
    // A handler inside a mail is reported while it is parsed, before it is thrown away: that one is not the page's.
    const reports = cspReports.filter((report) => !report.includes('script-src-attr'));
    expect({ complaints, unknown, reports }).toEqual({ complaints: [], unknown: [], reports: [] });
  });
  await page.goto(`https://${HOSTS.mail}/mail/u/0/${path}`);
  await page.waitForSelector('.lm-row');
  return page;
}

async function write(page: Page, { to = 'grace@analytical.example', subject = 'Thursday', text = 'Hi Grace,' } = {}) {
  await page.click('[gh=cm]');
  await page.keyboard.type(`${to},`);
  await page.click('[name=subjectbox]');
  await page.keyboard.type(subject);
  await page.keyboard.press('Tab');
  await page.keyboard.type(text);
}

async function press(page: Page, modifier: 'Control', key: 'Enter' | 'KeyZ') {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

const noted = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), {}, text);
const eventually = (count: number) => expect.poll(async () => (await drafts()).length, { timeout: 20_000 }).toBe(count);
const drafts = async () => (await sandbox.client.mailbox({ email: ADA })).drafts;

test('what is typed becomes a draft the API knows by the page’s own id, and Send delivers it once', async () => {
  const page = await mailPage();
  await write(page);
  await noted(page, 'Draft saved');
  const uiId = await page.$eval('[name=draft]', (input) => input.getAttribute('value'));
  const original = await page.evaluate(
    async (id) => (await fetch(`/mail/u/0?ik=x&view=om&permmsgid=${id}`)).text(),
    uiId?.slice(1),
  );
  // The pattern by which InboxSDK 2.2.26 finds the API's id in it.
  expect(original).toMatch(/<a\b[^<>]+\bhref="\/mail[^"]*(?:\?|&(?:amp;)?)view=att&(?:amp;)?th=[0-9a-f]{16}/);
  const gmail = await sandbox.gmail();
  const read = await gmail.users.drafts.get({ userId: 'me', id: uiId?.replace('#msg-a:', '') ?? '' });
  expect(read.data.message?.snippet).toMatch(/^Hi Grace, -- Ada Seller/);

  await page.click('.aoO');
  await noted(page, 'Message sent');
  const ledger = await sandbox.client.ledger();
  expect(ledger.map((one) => [one.recipients, one.subject])).toEqual([[['grace@analytical.example'], 'Thursday']]);
  expect(await drafts()).toEqual([]);
});

test('a reply that arrives is seen without reloading, and answering it quotes it and stays in the conversation', async () => {
  const page = await mailPage();
  const before = await sandbox.client.prospectWrites({
    from: 'Bo <bo@acme.example>',
    to: ADA,
    subject: 'Price?',
    text: 'How much?',
  });
  await noted(page, 'Price?');
  await page.click('.lm-row');
  await (await page.waitForSelector('.bkH'))?.click();
  await page.waitForSelector('.ip [g_editable=true]');
  await page.keyboard.type('Forty.');
  await press(page, 'Control', 'Enter');
  await noted(page, 'Message sent');
  const [sent] = await sandbox.client.ledger();
  expect(sent).toMatchObject({ subject: 'Re: Price?', recipients: ['bo@acme.example'] });
  expect(sent?.html).toMatch(/Forty\.[\s\S]*gmail_quote[\s\S]*How much\?/);
  const { messages } = await sandbox.client.mailbox({ email: ADA });
  expect(messages.find((one) => one.labelIds.includes('SENT'))?.threadId).toBe(before.threadId);
});

test('Escape keeps the draft, Drafts opens it again with its text, and Discard deletes it', async () => {
  const page = await mailPage();
  await write(page, { text: 'half a thought' });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('[role=dialog]'));
  await eventually(1);
  const [kept] = await drafts();
  await page.click('[href="#drafts"]');
  await noted(page, 'half a thought');
  await page.click('.lm-row');
  await page.waitForSelector('[g_editable=true]');
  expect(await page.$eval('[g_editable=true]', (body) => (body as HTMLElement).innerText)).toMatch(/^half a thought/);
  await page.keyboard.type('More: ');
  await noted(page, 'Draft saved');
  expect((await drafts()).map((one) => one.id)).toEqual([kept?.id]);
  await page.click('.oh');
  await eventually(0);
});

test('two composes are two drafts, and Undo takes back what was typed in one of them', async () => {
  const page = await mailPage();
  await write(page, { to: 'a@x.example', subject: 'one', text: 'first' });
  await write(page, { to: 'b@x.example', subject: 'two', text: 'second' });
  await press(page, 'Control', 'KeyZ');
  const texts = await page.$$eval('[g_editable=true]', (bodies) =>
    bodies.map((body) => (body as HTMLElement).innerText.trim().split('\n')[0]),
  );
  expect(texts).toEqual(['first', '--']);
  await eventually(2);
});

test('a mail that would run script, or tell its sender it was opened, shows as harmless text', async () => {
  const page = await mailPage();
  const html =
    '<script>document.title="run"</script><img src="https://spy.example/o.gif" onerror="document.title=1"><a href="javascript:alert(1)">press</a> <b>still here</b>';
  const head = 'From: x@evil.example\r\nSubject: Trap\r\nContent-Type: text/html\r\n\r\n';
  await sandbox.client.mailArrives({ to: ADA, raw: Buffer.from(head + html).toString('base64') });
  await noted(page, 'Trap');
  await page.click('.lm-row');
  await noted(page, 'still here');
  expect(await page.title()).toBe(`Inbox - ${ADA} - Gmail`);
  expect(await page.$$eval('.ii [src], .ii [href], .ii script', (found) => found.length)).toBe(0);
});

test('a draft sent elsewhere comes back to life when the open page saves it, or is refused, by flag', async () => {
  for (const [pageSaveAfterGone, left] of [
    ['recreates', 1],
    ['refused', 0],
  ] as const) {
    const page = await mailPage();
    await sandbox.client.setFlags({ flags: { pageSaveAfterGone } });
    await write(page);
    await noted(page, 'Draft saved');
    const [open] = await drafts();
    await sandbox.client.repSends({ email: ADA, draftId: open?.id ?? '' });
    await page.keyboard.type(' and more');
    await noted(page, pageSaveAfterGone === 'refused' ? 'This draft was deleted elsewhere' : 'Draft saved');
    expect(await drafts()).toHaveLength(left);
  }
});

test('with no recipient nothing is sent, and the rep is told', async () => {
  const page = await mailPage();
  await page.click('[gh=cm]');
  await page.click('[g_editable=true]');
  await page.keyboard.type('to nobody');
  await press(page, 'Control', 'Enter');
  await noted(page, 'Please specify at least one recipient.');
  expect(await sandbox.client.ledger()).toEqual([]);
});
