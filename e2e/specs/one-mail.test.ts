import { expect, test } from 'vitest';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { localDrafts } from '../pages/local-drafts.js';
import { PanelPage } from '../pages/panel-page.js';
import { gmail, outlook } from '../pages/webmails.js';
import { useStory, writeTo } from './story.js';

const story = useStory();
const grace = 'grace@hopper.example';

const received = async (subject: string) =>
  (await story().prospect(grace).received()).filter((mail) => mail.subject === subject);

/** Presses the panel's Send without waiting for what comes of it. */
async function pressSend(panel: PanelPage) {
  const frame = await panel.frame();
  await frame.waitForSelector('[data-testid=send]:not(:disabled)');
  await frame.$eval('[data-testid=send]', (button) => (button as HTMLElement).click());
}

const both = [gmail, outlook];
const apart = both.flatMap((webmail) => [0, 300].map((ms) => ({ webmail, ms })));

test.each(apart)("Send of $webmail.title pressed $ms ms after Lumina's: one mail", async ({ webmail, ms }) => {
  const subject = `Both in ${webmail.title}, ${ms} ms apart`;
  const { mailPage, compose, panel } = await writeTo(story(webmail), grace, subject);
  await panel.undoFor(0);
  await compose.type('Once is enough.');
  await panel.waitForDraftStatus('Saved');
  await pressSend(panel);
  await new Promise((resolve) => setTimeout(resolve, ms));
  // By the page's own means: the window may be going away under the pointer.
  await compose.pressNativeSendIfThere();
  await mailPage.waitForNoCompose();
  await expect.poll(() => received(subject), { timeout: 20_000 }).toHaveLength(1);
  // A second mail would leave with the next send at the latest: that one is waited for, then both are counted.
  const next = await writeTo(story(webmail), grace, `After ${subject}`);
  await next.panel.undoFor(0);
  await next.compose.type('And this one too.');
  await pressSend(next.panel);
  await expect.poll(() => received(`After ${subject}`), { timeout: 20_000 }).toHaveLength(1);
  expect(await received(subject)).toHaveLength(1);
});

test.each(both)(
  'Send pressed twice in $title, and the panel lost in the undo window: its slip comes back, and Undo still works',
  async (webmail) => {
    const subject = `A panel lost in ${webmail.title}`;
    const { mailPage, compose, panel } = await writeTo(story(webmail), grace, subject);
    await panel.undoFor(30);
    await compose.type('The slip must come back.');
    await panel.waitForDraftStatus('Saved');
    const frame = await panel.frame();
    await frame.waitForSelector('[data-testid=send]:not(:disabled)');
    await frame.$eval('[data-testid=send]', (button) => {
      (button as HTMLElement).click();
      (button as HTMLElement).click();
    });
    await mailPage.waitForNoCompose();
    await panel.waitForSlip('Sending in');
    await mailPage.page.evaluate(() => {
      const lost = document.querySelector<HTMLIFrameElement>('[data-testid=panel-frame]');
      if (lost) lost.src = String(lost.src);
    });
    await panel.waitForSlip('Sending in');
    await panel.press('undo');
    const again = await mailPage.openCompose();
    await again.waitForText('The slip must come back.');
    expect(await received(subject)).toEqual([]);
  },
);

test("what another rep writes in the same browser stays theirs: it is kept here, and never told as the signed-in rep's", async () => {
  await writeTo(story(), grace, 'Ada is signed in');
  const page = await story().rep.newPage();
  await page.goto('https://mail.google.com/mail/u/1/');
  await page.bringToFront();
  await page.waitForSelector('[gh=cm]');
  await page.click('[gh=cm]');
  const panel = new PanelPage(page);
  await panel.waitForRing();
  await page.focus('[g_editable=true]');
  await page.keyboard.type('Ben writes this');
  await panel.open();
  const kept = async () =>
    (await localDrafts(story().rep)).filter((draft) => draft.content.text.includes('Ben writes'));
  await expect.poll(kept, { timeout: 10_000 }).toHaveLength(1);
  const frame = await panel.frame();
  await frame.waitForFunction(() => document.body.textContent?.includes('signed in as ada.seller@northwind.example'));
  expect(await frame.$eval('[data-testid=send]', (button) => (button as HTMLButtonElement).disabled)).toBe(true);
  // Ada's own draft of after that has reached the API, Ben's has not.
  const { compose, panel: adas } = await writeTo(story(), grace, 'Later');
  await compose.type('Ada writes later');
  await adas.waitForDraftStatus('Saved');
  const inApi = await draftsInApi(story().stack.databaseUrl);
  expect(inApi.some((text) => text.includes('Ada writes later'))).toBe(true);
  expect(inApi.filter((text) => text.includes('Ben writes'))).toEqual([]);
});
