import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '#api/embedded/running.js';
import { draftsInApi } from '../pages/drafts-in-api.js';
import { localDrafts } from '../pages/local-drafts.js';
import { PanelPage } from '../pages/panel-page.js';
import type { RepBrowser } from '../pages/rep-browser.js';
import { gmail, outlook } from '../pages/webmails.js';
import { useStory, wordsOf, writeTo } from './story.js';

const story = useStory({ worker: false });
const both = [gmail, outlook];
const grace = 'grace@hopper.example';
const sentence = 'Forty people wait for one spreadsheet, every month.';

/** What the extension's database holds of the draft with this subject, by its words. */
async function keptHere(browser: RepBrowser, subject: string): Promise<string | undefined> {
  const found = (await localDrafts(browser)).find((draft) => draft.content.subject === subject);
  return found && wordsOf(found.content.text);
}

async function untilKept(read: () => Promise<string | undefined>, text: string): Promise<void> {
  await until(async () => (await read()) === text, 15_000, 50);
  expect(await read()).toBe(text);
}

test.each(both)(
  'what is typed in $title while the API is down is kept here, and reaches it once it is back',
  async (webmail) => {
    const { stack, rep } = story();
    const subject = `Typed offline in ${webmail.title}`;
    const sentence = `${webmail.title}: forty people wait for one spreadsheet.`;
    const { compose, panel } = await writeTo(story(webmail), grace, subject);
    await stack.api.kill();
    try {
      await compose.type(sentence);
      await panel.waitForDraftStatus('Offline');
      await untilKept(() => keptHere(rep, subject), sentence);
      expect(await draftsInApi(stack.databaseUrl)).not.toContain(sentence);
    } finally {
      await stack.start();
    }
    await panel.waitForDraftStatus('Saved');
    expect((await draftsInApi(stack.databaseUrl)).map(wordsOf)).toContain(sentence);
  },
);

test.each(both)('a service worker killed between keystrokes in $title loses none', async (webmail) => {
  const { rep } = story();
  const subject = `Killed while typing in ${webmail.title}`;
  const { compose } = await writeTo(story(webmail), grace, subject);
  for (const part of sentence.split(/(?<=[ ,])/)) {
    await compose.type(part);
    await rep.stopServiceWorker();
    await compose.page.bringToFront();
  }
  await untilKept(() => keptHere(rep, subject), sentence);
});

test.each(both)(
  '$title closed right after the last key loses none, also where the service worker sleeps',
  async (webmail) => {
    const { rep } = story();
    for (const isAsleep of [false, true]) {
      const subject = `${webmail.title}: ${isAsleep ? 'closed while it slept' : 'closed at once'}`;
      const { compose } = await writeTo(story(webmail), grace, subject);
      await compose.type(sentence.slice(0, 20));
      if (isAsleep) await rep.stopServiceWorker();
      await compose.page.bringToFront();
      await compose.type(sentence.slice(20));
      await compose.page.close();
      await untilKept(() => keptHere(rep, subject), sentence);
    }
  },
);

test.each(both)(
  'a browser that is killed keeps the text of $title, and goes on with it when it is opened again',
  async (webmail) => {
    const { stack } = story();
    const profile = mkdtempSync(join(tmpdir(), 'lumina-profile-'));
    const subject = 'Killed with the browser';
    try {
      const killed = await stack.openBrowser({ profile });
      const mailPage = await webmail.open(await killed.newPage());
      const compose = await mailPage.compose();
      await new PanelPage(mailPage.page).waitForRing();
      await compose.to(grace);
      await compose.subject(subject);
      await compose.type(sentence);
      await untilKept(() => keptHere(killed, subject), sentence);
      await killed.kill();

      const again = await stack.openBrowser({ profile });
      await untilKept(() => keptHere(again, subject), sentence);
      await again.close();
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
);

test('words added in Outlook to a draft that is left again at once are kept', async () => {
  const { stack, rep } = story();
  const subject = 'Left at once';
  const html = `<div>${sentence}</div>`;
  await stack.world.repWrites({ email: outlook.rep.address, to: [grace], subject, html });
  const compose = await (await story(outlook).mailPage()).reopenDraft(subject);
  await compose.type('Now. ');
  await compose.close();
  await untilKept(() => keptHere(rep, subject), `Now. ${sentence}`);
});
